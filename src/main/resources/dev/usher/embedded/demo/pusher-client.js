// Loads pusher-js, which the build took from npm, and connects it the way that Usher says.

export function load() {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = 'pusher.js';
    script.onload = () => resolve();
    script.onerror = () => reject(new Error('pusher.js is missing'));
    document.head.append(script);
  });
}

export function connect(app, headersProvider) {
  const server = app.host
    ? { wsHost: app.host, wsPort: app.port, wssPort: app.port, forceTLS: app.tls, enabledTransports: ['ws', 'wss'] }
    : { forceTLS: true };
  return new window.Pusher(app.key, {
    ...server,
    // pusher-js insists on a cluster, even where the host makes it meaningless.
    cluster: app.cluster ?? 'embedded',
    channelAuthorization: { endpoint: '/pusher/auth', transport: 'ajax', headersProvider },
  });
}
