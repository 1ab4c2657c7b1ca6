import { expect, it } from "vitest";
import { ingestionCall, messageType } from "./ingestion-paths";

it.each([
  ["/v1/batch", "batch", null],
  ["/v1/b", "b", null],
  ["/v1/import", "import", null],
  ["/v1/track", "track", "track"],
  ["/v1/t", "t", "track"],
  ["/v1/page", "page", "page"],
  ["/v1/p", "p", "page"],
  ["/v1/screen", "screen", "screen"],
  ["/v1/s", "s", "screen"],
  ["/v1/identify", "identify", "identify"],
  ["/v1/i", "i", "identify"],
  ["/v1/group", "group", "group"],
  ["/v1/g", "g", "group"],
  ["/v1/alias", "alias", "alias"],
  ["/v1/a", "a", "alias"],
  ["/v1/m", "m", null],
])("%s is the call %s, whose messages are of type %s", (path, call, type) => {
  for (const address of [path, `${path}/`, `/api${path}`, `/api${path}/`])
    expect(ingestionCall(address)).toBe(call);
  expect(messageType(call)).toBe(type);
});

it.each([
  "/",
  "/v1",
  "/v1/",
  "/v1/reports",
  "/v2/track",
  "/v1/track/more",
  "/v1/constructor",
  "/v1/TRACK",
  "/acme/v1/t",
])("%s is none of ours", (path) => {
  expect(ingestionCall(path)).toBeUndefined();
});
