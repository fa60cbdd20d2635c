package io.echosdk.sync.doc;

import io.echosdk.sync.codec.Format;

/**
 * Finds positions in a long list, and the formats in force there: a counted B-tree ({@link
 * ListTree}) whose leaves are stretches of at most {@link #MAX_ROWS} rows. A position costs O(log
 * n), and so does a row that comes, goes or changes. The formats at a position are the effects of
 * the nodes to its left, then those of the rows of its leaf, which costs O(log n) for a bounded
 * number of formats in force; effects are worked out when they are asked for. The index only reads
 * the rows, so it cannot change where structs begin and end.
 */
final class ListIndex {

  /** Beyond so many rows a walk from the start costs more than keeping an index. */
  static final int WORTHWHILE_ROWS = 48;

  private static final int MAX_ROWS = 64;

  private final Rows rows; // they carry the names of their leaves
  private final ListTree tree = new ListTree();

  private int finger; // the leaf that was found last, or none
  private int fingerBefore; // visible length before it

  private int before; // visible length before the row that was found last

  ListIndex(Rows rows, TypeNode type) {
    this.rows = rows;
    rows.needBlocks();
    Ints leaves = new Ints();
    for (int row = type.start; row != Rows.NONE; ) {
      int leaf = tree.newLeaf();
      leaves.add(leaf);
      row = fill(leaf, row, MAX_ROWS / 2);
    }
    tree.build(leaves);
  }

  /** Returns the row behind those that the leaf has taken. */
  private int fill(int leaf, int start, int most) {
    tree.first[leaf] = start;
    int length = 0;
    int taken = 0;
    int row = start;
    for (; row != Rows.NONE && taken < most; row = rows.right[row]) {
      rows.block[row] = leaf;
      length += visibleLength(row);
      taken++;
    }
    tree.count[leaf] = taken;
    tree.visible[leaf] = length;
    return row;
  }

  private int visibleLength(int row) {
    return rows.isVisible(row) ? rows.length[row] : 0;
  }

  /**
   * Returns the row in which the unit before a position lies.
   *
   * @param index 1 to the visible length
   */
  int rowEndingAt(int index) {
    if (finger == ListTree.NONE
        || index <= fingerBefore
        || index > fingerBefore + tree.visible[finger]) {
      findLeaf(index);
    }
    int sum = fingerBefore;
    int row = tree.first[finger];
    int length = visibleLength(row);
    while (sum + length < index) {
      sum += length;
      row = rows.right[row];
      length = visibleLength(row);
    }
    before = sum;
    return row;
  }

  private void findLeaf(int index) {
    int[] visible = tree.visible;
    int node = tree.root();
    int sum = 0;
    for (int[] parts = tree.children(node); parts != null; parts = tree.children(node)) {
      int i = 0;
      while (sum + visible[parts[i]] < index) {
        sum += visible[parts[i++]];
      }
      node = parts[i];
    }
    finger = node;
    fingerBefore = sum;
  }

  /** Returns the visible length before the row that {@link #rowEndingAt} returned. */
  int before() {
    return before;
  }

  /** Returns the visible length before a row. */
  int indexOf(int row) {
    int leaf = rows.block[row];
    int sum = 0;
    for (int node = leaf; node != tree.root(); node = tree.parent[node]) {
      int[] siblings = tree.siblings(node);
      for (int i = 0; siblings[i] != node; i++) {
        sum += tree.visible[siblings[i]];
      }
    }
    for (int other = tree.first[leaf]; other != row; other = rows.right[other]) {
      sum += visibleLength(other);
    }
    return sum;
  }

  /** Returns the last row of the list. */
  int last() {
    int node = tree.root();
    for (int[] parts = tree.children(node); parts != null; parts = tree.children(node)) {
      node = parts[tree.count[node] - 1];
    }
    int row = tree.first[node];
    while (rows.right[row] != Rows.NONE) {
      row = rows.right[row];
    }
    return row;
  }

  /** Passes the formats from the start of the list through a row. */
  void passFormats(int last, Attributes formats) {
    int leaf = rows.block[last];
    passBefore(leaf, formats);
    int behind = rows.right[last];
    for (int row = tree.first[leaf]; row != behind; row = rows.right[row]) {
      Format format = rows.liveFormat(row);
      if (format != null) {
        formats.pass(format);
      }
    }
  }

  private void passBefore(int node, Attributes formats) {
    if (node != tree.root()) {
      passBefore(tree.parent[node], formats);
      int[] siblings = tree.siblings(node);
      for (int i = 0; siblings[i] != node; i++) {
        effect(siblings[i]).applyTo(formats);
      }
    }
  }

  private FormatEffect effect(int node) {
    FormatEffect known = tree.effect(node);
    if (known == null) {
      int[] parts = tree.children(node);
      known = parts == null ? ofRows(node) : ofChildren(parts, tree.count[node]);
      tree.learnEffect(node, known);
    }
    return known;
  }

  private FormatEffect ofRows(int leaf) {
    FormatEffect.Builder effect = new FormatEffect.Builder();
    int row = tree.first[leaf];
    for (int i = 0; i < tree.count[leaf]; i++, row = rows.right[row]) {
      Format format = rows.liveFormat(row);
      if (format != null) {
        effect.pass(format.key(), format.value());
      }
    }
    return effect.build();
  }

  private FormatEffect ofChildren(int[] parts, int count) {
    FormatEffect.Builder effect = new FormatEffect.Builder();
    for (int i = 0; i < count; i++) {
      effect.pass(effect(parts[i]));
    }
    return effect.build();
  }

  /** A row has been linked in. */
  void insert(int row) {
    int left = rows.left[row];
    int leaf = rows.block[left != Rows.NONE ? left : rows.right[row]];
    rows.block[row] = leaf;
    if (left == Rows.NONE) {
      tree.first[leaf] = row;
    }
    if (rows.liveFormat(row) != null) {
      tree.forgetEffect(leaf);
    }
    add(leaf, visibleLength(row));
    countRow(leaf);
  }

  /** A row has been cut and its second part linked in behind it. */
  void split(int row, int second) {
    int leaf = rows.block[row];
    rows.block[second] = leaf;
    countRow(leaf);
  }

  /** A row will be joined to its left neighbour; their lengths still are what they were. */
  void merge(int left, int right) {
    int leaf = rows.block[right];
    int leftLeaf = rows.block[left];
    if (leaf != leftLeaf) {
      int moved = visibleLength(right);
      add(leaf, -moved);
      add(leftLeaf, moved);
      tree.first[leaf] = rows.right[right];
    }
    tree.count[leaf]--;
    if (tree.count[leaf] == 0) {
      tree.remove(leaf);
      finger = ListTree.NONE;
    }
  }

  /** A visible row has been deleted, or is about to be. */
  void hide(int row) {
    add(rows.block[row], -rows.length[row]);
  }

  /** A format has been deleted, or is about to be. */
  void dropFormat(int row) {
    tree.forgetEffect(rows.block[row]);
  }

  private void add(int leaf, int delta) {
    if (leaf != finger) {
      finger = ListTree.NONE; // it may stand behind
    }
    tree.grow(leaf, delta);
  }

  private void countRow(int leaf) {
    tree.count[leaf]++;
    if (tree.count[leaf] > MAX_ROWS) {
      halve(leaf);
    }
  }

  private void halve(int leaf) {
    tree.forgetEffect(leaf);
    int all = tree.count[leaf];
    int rest = fill(leaf, tree.first[leaf], all / 2);
    int second = tree.newLeaf();
    fill(second, rest, all - all / 2);
    tree.addBehind(leaf, second);
  }
}
