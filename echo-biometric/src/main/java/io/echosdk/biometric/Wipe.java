package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricListener;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Overwrites what processors hold of a body. It follows every reference from object to object of
 * this module and sets the arrays of numbers and the changing numbers that it finds to zero, so
 * that no buffer of a new processor can be forgotten. What it has wiped is of no use afterwards.
 *
 * <p>Left alone are a session's forecast, which wipes itself, whatever is not of this module
 * (listeners, states, clocks), and what classes hold, with all that is reachable from there: other
 * sessions share it. It is looked for in the classes of all objects that were found, in those they
 * extend and in those they are nested with, before anything is overwritten; so a table of another
 * class, referred to by an object, would not be known for one. Copies that a garbage collector made
 * earlier cannot be reached by any program.
 */
final class Wipe {

  private static final String OURS = Wipe.class.getPackageName();

  private final Set<Object> shared = identities();
  private final boolean overwrite;
  private long found; // numbers that are not zero

  private Wipe(boolean overwrite) {
    this.overwrite = overwrite;
  }

  private static Set<Object> identities() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /** Overwrites everything that is reachable from an object, collection or array. */
  static void all(Object root) {
    new Wipe(true).visit(root);
  }

  /** Counts the numbers that {@link #all} would overwrite and that are not zero yet. */
  static long remains(Object root) {
    Wipe probe = new Wipe(false);
    probe.visit(root);
    return probe.found;
  }

  private void visit(Object root) {
    Set<Object> held = identities();
    walk(root, held);
    Set<Class<?>> families = new HashSet<>();
    for (Object object : held) {
      for (Class<?> type = object.getClass(); ours(type); type = type.getSuperclass()) {
        families.add(type.getNestHost());
      }
    }
    for (Class<?> family : families) {
      for (Class<?> type : family.getNestMembers()) {
        share(type);
      }
    }
    for (Object object : held) {
      if (!shared.contains(object)) {
        numbers(object);
      }
    }
  }

  private void share(Class<?> type) {
    for (Field field : type.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
        walk(get(null, field), shared);
      }
    }
  }

  private static boolean ours(Class<?> type) {
    return type.getPackageName().startsWith(OURS);
  }

  /** Adds an object and everything that is reachable from it. */
  private static void walk(@Nullable Object root, Set<Object> into) {
    Deque<Object> left = new ArrayDeque<>();
    reach(root, into, left);
    while (!left.isEmpty()) {
      Object next = left.pop();
      if (next instanceof Object[] array) {
        for (Object element : array) {
          reach(element, into, left);
        }
      } else if (next instanceof Collection<?> many) {
        many.forEach(element -> reach(element, into, left));
      } else {
        for (Field field : fields(next)) {
          if (!field.getType().isPrimitive()) {
            reach(get(next, field), into, left);
          }
        }
      }
    }
  }

  private static void reach(@Nullable Object value, Set<Object> into, Deque<Object> left) {
    if (value == null || value instanceof Enum || value instanceof BiometricListener) {
      return;
    }
    Class<?> type = value.getClass();
    boolean outlives = value instanceof Consent || value instanceof PulseForecast;
    boolean of = ours(type) && !outlives || type.isArray() || value instanceof Collection;
    if (of && into.add(value)) {
      left.push(value);
    }
  }

  /** The fields of an object of ours that are its own. */
  private static List<Field> fields(Object object) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> type = object.getClass(); ours(type); type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          fields.add(field);
        }
      }
    }
    return fields;
  }

  private void numbers(Object object) {
    if (!object.getClass().isArray()) {
      for (Field field : fields(object)) {
        number(object, field);
      }
    } else if (object.getClass().getComponentType().isPrimitive()) {
      array(object);
    }
  }

  private void array(Object array) {
    int length = Array.getLength(array);
    if (overwrite) {
      Object zeros = Array.newInstance(array.getClass().getComponentType(), length);
      System.arraycopy(zeros, 0, array, 0, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      count(Array.get(array, i));
    }
  }

  private void number(Object object, Field field) {
    if (!field.getType().isPrimitive() || Modifier.isFinal(field.getModifiers())) {
      return;
    }
    if (overwrite) {
      setToZero(object, field);
    } else {
      count(Objects.requireNonNull(get(object, field), "of a primitive"));
    }
  }

  private void count(Object value) {
    boolean zero =
        value instanceof Boolean b
            ? !b
            : value instanceof Character c ? c == 0 : ((Number) value).doubleValue() == 0;
    found += zero ? 0 : 1;
  }

  private static @Nullable Object get(@Nullable Object object, Field field) {
    try {
      field.setAccessible(true);
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a module may look into itself", e);
    }
  }

  private static void setToZero(Object object, Field field) {
    try {
      field.setAccessible(true);
      field.set(object, Array.get(Array.newInstance(field.getType(), 1), 0));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a module may write into itself", e);
    }
  }
}
