package dev.usher.redisstream;

/** What Redis does as one, in Lua. Redis keeps a script's answer in the form of RESP2, whatever the connection's is. */
final class Scripts {

    /** All pods are one consumer: who of them reads is for the lease to say, and names of pods would pile up. */
    private static final String CONSUMER = "usher";

    /**
     * KEYS: the stream, the lease, the pods. ARGV: the token, the pod, how long the lease lasts in milliseconds, whether to
     * take it, the group. Answers whether the lease is held, how many pods there are, and how many records are not
     * acknowledged, or -1. Begins with the first record of a stream that the group has never read.
     */
    static final String ATTEND = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            redis.call('ZADD', KEYS[3], string.format('%.0f', now), ARGV[2])
            redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', string.format('(%.0f', now - ARGV[3]))
            redis.call('PEXPIRE', KEYS[3], ARGV[3])
            local pods = redis.call('ZCARD', KEYS[3])
            local holder = redis.call('GET', KEYS[2])
            if not holder and ARGV[4] == '1' then
                local made = redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[5], '0', 'MKSTREAM')
                if type(made) == 'table' and made.err and string.sub(made.err, 1, 9) ~= 'BUSYGROUP' then
                    return made
                end
                redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[3])
                holder = ARGV[1]
            end
            if holder ~= ARGV[1] then
                return {0, pods, -1}
            end
            redis.call('PEXPIRE', KEYS[2], ARGV[3])
            local unsettled = -1
            for _, group in ipairs(redis.pcall('XINFO', 'GROUPS', KEYS[1])) do
                local told = {}
                for i = 1, #group, 2 do
                    told[group[i]] = group[i + 1]
                end
                if told['name'] == ARGV[5] and told['lag'] then
                    unsettled = told['lag'] + told['pending']
                end
            end
            return {1, pods, unsettled}
            """;

    /** KEYS: the lease, the pods. ARGV: the token, and the pod where it is leaving for good. */
    static final String LEAVE = """
            if redis.call('GET', KEYS[1]) == ARGV[1] then
                redis.call('DEL', KEYS[1])
            end
            redis.call('ZREM', KEYS[2], ARGV[2])
            """;

    /**
     * KEYS: the stream, the lease. ARGV: the token, the group, where to go on, how many. Answers where to go on then, the
     * records, and those that are not in the stream any more; nil without the lease.
     */
    static final String PENDING = """
            if redis.call('GET', KEYS[2]) ~= ARGV[1] then
                return false
            end
            return redis.call('XAUTOCLAIM', KEYS[1], ARGV[2], '%s', '0', ARGV[3], 'COUNT', ARGV[4])
            """.formatted(CONSUMER);

    /**
     * KEYS: the stream, the lease. ARGV: the token, the group, how many. Answers the id of the last record that was read,
     * and the records; nil without the lease.
     */
    static final String FRESH = """
            if redis.call('GET', KEYS[2]) ~= ARGV[1] then
                return false
            end
            local read = redis.call(
                'XREADGROUP', 'GROUP', ARGV[2], '%s', 'COUNT', ARGV[3], 'STREAMS', KEYS[1], '>')
            if read then
                local records = read[1][2]
                return {records[#records][1], records}
            end
            for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
                local told = {}
                for i = 1, #group, 2 do
                    told[group[i]] = group[i + 1]
                end
                if told['name'] == ARGV[2] then
                    return {told['last-delivered-id'], {}}
                end
            end
            return redis.error_reply('NOGROUP the group has gone')
            """.formatted(CONSUMER);

    /**
     * KEYS: the stream, where to put it. ARGV: the group, the id, the reason, the detail. Puts a record aside once, however
     * often it is told to. A command takes some 8,000 arguments from a script; a record of more fields loses the rest.
     */
    static final String PUT_ASIDE = """
            if #redis.call('XPENDING', KEYS[1], ARGV[1], ARGV[2], ARGV[2], 1) == 0 then
                return
            end
            local found = redis.call('XRANGE', KEYS[1], ARGV[2], ARGV[2])
            local record = {'reason', ARGV[3], 'detail', ARGV[4], 'stream', KEYS[1], 'id', ARGV[2]}
            if found[1] then
                for i = 1, math.min(#found[1][2], 7000) do
                    record[#record + 1] = found[1][2][i]
                end
            end
            redis.call('XADD', KEYS[2], '*', unpack(record))
            redis.call('XACK', KEYS[1], ARGV[1], ARGV[2])
            """;

    private Scripts() {}
}
