import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { readSegment } from "./segment";

it("a packed body counts with the room that it takes unpacked", () => {
  const body = JSON.stringify({ batch: [{ event: "Seen", properties: { text: "tea ".repeat(10_000) } }] });
  for (const bytes of [Buffer.from(body), gzipSync(body)])
    expect(readSegment(bytes, null)).toMatchObject({ messages: [{ event: "Seen" }], size: body.length });
});
