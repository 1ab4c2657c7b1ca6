import { describe, expect, it } from "vitest";
import { VisitTree } from "./visit-tree";

describe("a tree of visits", () => {
  it("shares what is the same until a visit, and adds up what was held before", () => {
    const tree = new VisitTree();
    const first = tree.after(0, 3, 0b01, 0b01);
    const second = tree.after(first, 2, 0b10, 0);
    expect(tree.after(0, 3, 0b01, 0b01)).toBe(first);
    expect(tree.after(first, 2, 0b10, 0)).toBe(second);
    const others = [
      tree.after(0, 2, 0b01, 0b01),
      tree.after(0, 3, 0b11, 0b01),
      tree.after(0, 3, 0b01, 0),
      tree.after(second, 2, 0, 0),
    ];
    expect([first, second, ...others]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(tree.grown()).toEqual({
      before: Uint16Array.of(0, 0, 1, 0, 0, 0, 2),
      depth: Uint8Array.of(0, 0, 1, 0, 0, 0, 2),
      stratum: Uint16Array.of(0, 3, 2, 2, 3, 3, 2),
      fresh: Int32Array.of(0, 0b01, 0b10, 0b01, 0b11, 0b01, 0),
      later: Int32Array.of(0, 0b01, 0, 0b01, 0b01, 0, 0),
      reached: Int32Array.of(0, 0, 0b01, 0, 0, 0, 0b11),
    });
  });

  it("tells the highest bits apart", () => {
    const tree = new VisitTree();
    const all = 2 ** 31 - 1;
    const places = [all, all - 1].flatMap((bits) => [
      tree.after(0, 65_535, bits, bits),
      tree.after(0, 65_534, bits, bits),
      tree.after(1, 65_535, bits, bits),
    ]);
    expect(places).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("knows what it has when it is full, and takes nothing more", () => {
    const tree = new VisitTree();
    for (let fresh = 1; fresh < 2 ** 16; fresh++) expect(tree.after(0, 0, fresh, 0)).toBe(fresh);
    expect(tree.after(0, 0, 2 ** 16, 0)).toBe(0);
    expect(tree.after(0, 0, 2 ** 16 - 1, 0)).toBe(2 ** 16 - 1);
    expect(tree.grown().before).toHaveLength(2 ** 16);
  });

  it("has no place for a stratum beyond 16 bits", () => {
    expect(new VisitTree().after(0, 2 ** 16, 1, 0)).toBe(0);
  });
});
