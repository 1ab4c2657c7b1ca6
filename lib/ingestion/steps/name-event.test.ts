import { describe, expect, it } from "vitest";
import { prepare } from "../prepare";
import { accepted, receipt, viewed } from "../testing/prepare-one";

describe("what it is called", () => {
  it.each([
    [{ type: "page", name: "Home" }, "Page Viewed"],
    [{ type: "screen", name: "Home" }, "Screen Viewed"],
    [{ type: "track", event: " Order Completed " }, "Order Completed"],
    [{ type: "track", name: "Order Completed" }, "Order Completed"],
    [{ event: "Order Completed" }, "Order Completed"],
  ])("%j is %s", (raw, name) => {
    expect(accepted({ anonymousId: "ada", ...raw })).toMatchObject({ kind: "event", name });
  });

  it("ignores groups and says so", () => {
    expect(prepare([{ type: "group", userId: "u1", groupId: "g" }], receipt)).toEqual({
      drafts: [],
      ignored: ["group"],
      rejected: [],
    });
  });

  it("gives a message without an id one of its own", () => {
    const ids = [undefined, null, ""].map((messageId) => accepted({ ...viewed, messageId }).messageId);
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });
});
