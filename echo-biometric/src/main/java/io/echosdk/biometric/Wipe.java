package io.echosdk.biometric;

import io.echosdk.api.biometric.BiometricListener;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Overwrites what processors hold of a body. It follows every reference from object to object of
 * this module and sets the arrays of numbers and the changing numbers that it finds to zero, so
 * that no buffer of a new processor can be forgotten. What it has wiped is of no use afterwards.
 *
 * <p>Left alone are constants of classes, a session's forecast, which wipes itself, and whatever is
 * not of this module: listeners, states, clocks. Copies that a garbage collector made earlier
 * cannot be reached by any program.
 */
final class Wipe {

  private static final String OURS = Wipe.class.getPackageName();

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Object> constants = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> left = new ArrayDeque<>();
  private final boolean overwrite;
  private long found; // numbers that are not zero

  private Wipe(boolean overwrite) {
    this.overwrite = overwrite;
  }

  /** Overwrites everything that is reachable from an object, collection or array. */
  static void all(Object root) {
    new Wipe(true).walk(root);
  }

  /** Counts the numbers that {@link #all} would overwrite and that are not zero yet. */
  static long remains(Object root) {
    Wipe probe = new Wipe(false);
    probe.walk(root);
    return probe.found;
  }

  private void walk(Object root) {
    reach(root);
    while (!left.isEmpty()) {
      Object next = left.pop();
      if (constants.contains(next)) {
        continue;
      }
      if (next.getClass().isArray()) {
        array(next);
      } else if (next instanceof Collection<?> many) {
        many.forEach(this::reach);
      } else {
        object(next);
      }
    }
  }

  private void reach(Object value) {
    if (value == null || value instanceof Enum || value instanceof BiometricListener) {
      return;
    }
    Class<?> type = value.getClass();
    boolean outlives = value instanceof Consent || value instanceof PulseForecast;
    boolean ours = type.getPackageName().startsWith(OURS) && !outlives;
    if ((ours || type.isArray() || value instanceof Collection) && seen.add(value)) {
      left.push(value);
    }
  }

  private void array(Object array) {
    boolean numbers = array.getClass().getComponentType().isPrimitive();
    int length = Array.getLength(array);
    if (numbers && overwrite) {
      Object zeros = Array.newInstance(array.getClass().getComponentType(), length);
      System.arraycopy(zeros, 0, array, 0, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      if (numbers) {
        count(Array.get(array, i));
      } else {
        reach(Array.get(array, i));
      }
    }
  }

  private void count(Object value) {
    boolean zero =
        value instanceof Boolean b
            ? !b
            : value instanceof Character c ? c == 0 : ((Number) value).doubleValue() == 0;
    found += zero ? 0 : 1;
  }

  private void object(Object object) {
    keepConstants(object.getClass());
    if (constants.contains(object)) {
      return;
    }
    for (Class<?> type = object.getClass();
        type.getPackageName().startsWith(OURS);
        type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          field(object, field);
        }
      }
    }
  }

  /** What a class holds is no body's. */
  private void keepConstants(Class<?> type) {
    for (Field field : type.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
        Object constant = get(null, field);
        if (constant != null) {
          constants.add(constant);
        }
      }
    }
  }

  private void field(Object object, Field field) {
    if (!field.getType().isPrimitive()) {
      reach(get(object, field));
    } else if (!Modifier.isFinal(field.getModifiers())) {
      if (overwrite) {
        setToZero(object, field);
      } else {
        count(get(object, field));
      }
    }
  }

  private static Object get(Object object, Field field) {
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
