package dev.usher;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.usher.http.Untraced;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.mutiny.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rooms of the house, and which way the arrows between them point. */
final class ArchitectureTest {

    /** What each room may import of the others. */
    private static final Map<String, Set<String>> ROOMS = Map.ofEntries(
            Map.entry("channel", Set.of()),
            Map.entry("policy", Set.of("channel")),
            Map.entry("signing", Set.of("channel")),
            Map.entry("problem", Set.of()),
            Map.entry("request", Set.of("channel", "problem")),
            Map.entry("browser", Set.of()),
            Map.entry("mounted", Set.of()),
            Map.entry("http", Set.of()),
            Map.entry("tracing", Set.of("http")),
            Map.entry("identity", Set.of("channel", "policy", "request", "problem", "http")),
            Map.entry("limits", Set.of("identity", "policy", "request", "problem")),
            Map.entry("upstream", Set.of("channel", "problem")),
            Map.entry("access", Set.of("channel", "policy", "identity", "problem")),
            Map.entry("opa", Set.of("channel", "policy", "access", "http")),
            Map.entry(
                    "authorize",
                    Set.of("channel", "policy", "signing", "identity", "access", "request", "problem", "upstream")),
            Map.entry("idempotency", Set.of("policy", "problem", "shared")),
            Map.entry("publish", Set.of("channel", "access", "idempotency", "request", "problem", "upstream")),
            Map.entry("intake", Set.of("channel", "problem", "publish", "upstream")),
            Map.entry("redisstream", Set.of("intake")),
            Map.entry("query", Set.of("channel", "access", "request", "problem", "upstream")),
            Map.entry("shared", Set.of()),
            Map.entry(
                    "connections",
                    Set.of("channel", "policy", "access", "request", "problem", "upstream", "authorize", "shared")),
            Map.entry("explain", Set.of("channel", "policy", "identity", "access", "request", "problem")),
            Map.entry("check", Set.of("channel", "policy", "explain")),
            Map.entry("delivery", Set.of("channel", "upstream", "publish", "tracing")),
            Map.entry(
                    "pusher",
                    Set.of(
                            "channel",
                            "signing",
                            "http",
                            "upstream",
                            "publish",
                            "delivery",
                            "query",
                            "connections",
                            "tracing")),
            Map.entry(
                    "revocation",
                    Set.of("channel", "policy", "identity", "request", "problem", "upstream", "connections", "shared")),
            Map.entry("redis", Set.of("channel", "identity", "connections", "idempotency", "revocation", "shared")),
            Map.entry("kafka", Set.of("intake")),
            Map.entry("webhook", Set.of("channel", "signing", "http", "request", "problem")),
            Map.entry(
                    "wiring",
                    Set.of(
                            "policy",
                            "signing",
                            "identity",
                            "mounted",
                            "upstream",
                            "authorize",
                            "publish",
                            "pusher",
                            "webhook",
                            "explain",
                            "check")),
            Map.entry(
                    "embedded",
                    Set.of("channel", "signing", "request", "problem", "authorize", "pusher", "webhook", "wiring")));

    private static final Set<String> JDK_ONLY = Set.of("channel", "policy", "signing");

    private static final JavaClasses USHER = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.usher");

    @Test
    void everyRoomStandsAndThereAreNoOthers() {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : USHER) {
            found.add(type.getPackageName().split("\\.")[2]);
        }
        assertEquals(new TreeSet<>(ROOMS.keySet()), found);
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void importsOnlyWhatItsPlaceAllows(String room) {
        Stream<String> allowed = Stream.concat(Stream.of(room), ROOMS.get(room).stream());
        DescribedPredicate<JavaClass> outside = DescribedPredicate.not(resideInAPackage("dev.usher.."));
        DescribedPredicate<JavaClass> known =
                resideInAnyPackage(allowed.map(ArchitectureTest::packageOf).toArray(String[]::new));
        classes()
                .that(resideInAPackage(packageOf(room)))
                .should(onlyDependOnClassesThat(known.or(outside)))
                .check(USHER);
    }

    @ParameterizedTest
    @MethodSource("jdkOnly")
    void knowsNothingButTheJdk(String room) {
        classes()
                .that(resideInAPackage(packageOf(room)))
                .should(onlyDependOnClassesThat(
                        resideInAnyPackage("java..", "javax.crypto..", "org.jspecify..", "dev.usher..")))
                .check(USHER);
    }

    @Test
    void noArrowsRunInACircle() {
        slices().matching("dev.usher.(*)..").should().beFreeOfCycles().check(USHER);
    }

    @Test
    void nothingWaitsForAUni() {
        noClasses().should().callMethod(Uni.class, "await").check(USHER);
        noClasses().should().callMethod(Thread.class, "sleep", long.class).check(USHER);
    }

    /** Traces would follow it, and tell signed URLs. */
    @Test
    void everyClientIsUntraced() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.usher.embedded..")
                .and()
                .areNotAssignableTo(Untraced.class)
                .should()
                .callConstructor(HttpClientOptions.class)
                .orShould()
                .callMethod(Vertx.class, "createHttpClient")
                .check(USHER);
    }

    @Test
    void everyRoomIsFreeOfNullUnlessItSaysOtherwise() throws ClassNotFoundException {
        Set<String> packages = new TreeSet<>();
        for (JavaClass type : USHER) {
            packages.add(type.getPackageName());
        }
        for (String name : packages) {
            Class<?> description = Class.forName(name + ".package-info");
            assertTrue(description.isAnnotationPresent(NullMarked.class), name + " is not @NullMarked");
        }
    }

    static Set<String> rooms() {
        return new TreeSet<>(ROOMS.keySet());
    }

    static List<String> jdkOnly() {
        return JDK_ONLY.stream().sorted().toList();
    }

    private static String packageOf(String room) {
        return "dev.usher." + room + "..";
    }
}
