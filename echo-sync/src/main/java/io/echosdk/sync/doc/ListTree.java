package io.echosdk.sync.doc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a {@link ListIndex}, one row of these columns each: a B-tree whose leaves are
 * stretches of a list. Every node has the visible length under it and, once somebody has asked, the
 * effect of the formats under it. If that of a node is not known, those of the nodes above are not
 * known either.
 */
final class ListTree {

  static final int NONE = 0;

  private static final int MAX_CHILDREN = 32;

  int[] parent = new int[8];
  int[] count = new int[8]; // of a leaf's rows or of children
  int[] visible = new int[8];
  int[] first = new int[8]; // the first row of a leaf
  private int[] @Nullable [] children = new int[8][]; // null: a leaf
  private @Nullable FormatEffect[] effect = new FormatEffect[8]; // null: not known
  private int top = 1;
  private int[] free = new int[8];
  private int freeCount;
  private int root;

  int root() {
    return root;
  }

  /** Returns the children of a node, as many as it counts, or null if it is a leaf. */
  int @Nullable [] children(int node) {
    return children[node];
  }

  /** Returns the children of the node above. */
  int[] siblings(int node) {
    return childrenOf(parent[node]);
  }

  private int[] childrenOf(int node) {
    int[] known = children[node];
    if (known == null) {
      throw new IllegalStateException("node " + node + " is a leaf");
    }
    return known;
  }

  /** Builds a tree over leaves. */
  void build(Ints leaves) {
    Ints level = leaves;
    while (level.size() > 1) {
      Ints above = new Ints();
      for (int i = 0; i < level.size(); i++) {
        if (i % (MAX_CHILDREN / 2) == 0) {
          above.add(newInner());
        }
        adopt(above.get(above.size() - 1), level.get(i));
      }
      level = above;
    }
    root = level.get(0);
  }

  int newLeaf() {
    int node = freeCount > 0 ? free[--freeCount] : top++;
    if (node == parent.length) {
      parent = Arrays.copyOf(parent, node * 2);
      count = Arrays.copyOf(count, node * 2);
      visible = Arrays.copyOf(visible, node * 2);
      first = Arrays.copyOf(first, node * 2);
      children = Arrays.copyOf(children, node * 2);
      effect = Arrays.copyOf(effect, node * 2);
    }
    return node;
  }

  private int newInner() {
    int node = newLeaf();
    children[node] = new int[MAX_CHILDREN + 1];
    return node;
  }

  private void adopt(int up, int node) {
    childrenOf(up)[count[up]++] = node;
    parent[node] = up;
    visible[up] += visible[node];
  }

  /** Changes the visible length of a leaf. */
  void grow(int leaf, int delta) {
    for (int node = leaf; node != NONE; node = parent[node]) {
      visible[node] += delta;
    }
  }

  @Nullable FormatEffect effect(int node) {
    return effect[node];
  }

  void learnEffect(int node, FormatEffect known) {
    effect[node] = known;
  }

  /** Forgets the effects of a leaf and of what is above it. */
  void forgetEffect(int leaf) {
    for (int node = leaf; node != NONE && effect[node] != null; node = parent[node]) {
      effect[node] = null;
    }
  }

  /** Links a node in behind another one, whose visible length it has taken a part of. */
  void addBehind(int node, int second) {
    if (node == root) {
      root = newInner();
      adopt(root, node);
      adopt(root, second);
      return;
    }
    int up = parent[node];
    int[] siblings = childrenOf(up);
    int at = placeOf(node, siblings) + 1;
    System.arraycopy(siblings, at, siblings, at + 1, count[up] - at);
    siblings[at] = second;
    parent[second] = up;
    count[up]++;
    if (count[up] > MAX_CHILDREN) {
      halve(up);
    }
  }

  private void halve(int node) {
    int all = count[node];
    int[] parts = childrenOf(node);
    int second = newInner();
    count[node] = all / 2;
    for (int i = all / 2; i < all; i++) {
      adopt(second, parts[i]);
    }
    visible[node] -= visible[second];
    addBehind(node, second);
  }

  /** Takes an empty node out, which is not the last one. */
  void remove(int node) {
    int up = parent[node];
    int[] siblings = childrenOf(up);
    int at = placeOf(node, siblings);
    release(node);
    count[up]--;
    System.arraycopy(siblings, at + 1, siblings, at, count[up] - at);
    if (count[up] == 0) {
      remove(up);
    }
    for (int[] only = children[root]; only != null && count[root] == 1; only = children[root]) {
      release(root);
      root = only[0];
      parent[root] = NONE;
    }
  }

  private static int placeOf(int node, int[] siblings) {
    int at = 0;
    while (siblings[at] != node) {
      at++;
    }
    return at;
  }

  private void release(int node) {
    if (freeCount == free.length) {
      free = Arrays.copyOf(free, freeCount * 2);
    }
    free[freeCount++] = node;
    parent[node] = NONE;
    count[node] = 0;
    visible[node] = 0;
    children[node] = null;
    effect[node] = null;
  }
}
