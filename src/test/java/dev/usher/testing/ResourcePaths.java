package dev.usher.testing;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The paths that Usher answers in production, read off its resources. */
public final class ResourcePaths {

    private static final Set<String> ALL = find();

    private ResourcePaths() {}

    public static Set<String> all() {
        return ALL;
    }

    private static Set<String> find() {
        Set<String> paths = new TreeSet<>();
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.usher").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class)
                                && !type.getPackageName().startsWith("dev.usher.embedded"))
                        .map(JavaClass::reflect)
                        .forEach(resource -> Stream.of(resource.getDeclaredMethods())
                                .filter(ResourcePaths::answers)
                                .forEach(method -> paths.add(path(resource, method))));
        return paths;
    }

    private static boolean answers(Method method) {
        return Stream.of(method.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(annotation -> annotation.isAnnotationPresent(HttpMethod.class));
    }

    private static String path(Class<?> resource, Method method) {
        Path own = method.getAnnotation(Path.class);
        String path = resource.getAnnotation(Path.class).value() + "/" + (own == null ? "" : own.value());
        return path.replaceAll("/+", "/").replaceFirst("(?<=.)/$", "");
    }
}
