import { describe, expect, it } from "vitest";
import { accepted, viewed } from "../testing/prepare-one";

describe("who did it", () => {
  it.each([
    "",
    " ",
    "null",
    "NULL",
    "undefined",
    "anonymous",
    "0",
    "-1",
    "NaN",
    "none",
    "[object Object]",
    0,
    -1,
  ])("is not %j: the event is stored without that id", (userId) => {
    expect(accepted({ ...viewed, userId })).toMatchObject({ userKey: null, anonymousKey: "a:ada" });
    expect(accepted({ ...viewed, userId: "u1", anonymousId: userId })).toMatchObject({
      userKey: "u:u1",
      anonymousKey: null,
    });
  });

  it("may be a number, which is its digits", () => {
    expect(accepted({ ...viewed, userId: 42 }).userKey).toBe("u:42");
    expect(accepted({ ...viewed, userId: 9_007_199_254_740_991 }).userKey).toBe("u:9007199254740991");
    expect(accepted({ ...viewed, userId: "9007199254740993" }).userKey).toBe("u:9007199254740993");
  });

  it("of an alias is the user and, for the other id, both a user and an anonymous visitor", () => {
    expect(accepted({ type: "alias", userId: "u2", previousId: "u1" })).toMatchObject({
      kind: "alias",
      userKey: "u:u2",
      anonymousKey: null,
      aliasKeys: ["u:u1", "a:u1"],
    });
  });
});
