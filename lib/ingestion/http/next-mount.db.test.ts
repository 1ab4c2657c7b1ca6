import { expect, it } from "vitest";
import { OPTIONS, POST } from "@/app/api/v1/[...path]/route";
import { givenProject, track } from "@/db/testing/given-project";

const post = (path: string, body: string, key = "") =>
  POST(
    new Request(`http://localhost${path}`, {
      method: "POST",
      body,
      headers: { authorization: `Bearer ${key}` },
    }),
  );

it("takes the same events inside Next, with the same answers", async () => {
  const site = await givenProject();
  const key = await site.writeKey();
  const answer = await post("/api/v1/track", JSON.stringify(track("ada", "Seen")), key);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ success: true, accepted: 1 });
  expect((await site.stored()).map(({ name }) => name)).toEqual(["Seen"]);
});

it("answers what cannot be taken as the fast path does", async () => {
  expect((await post("/api/v1/track", "{}", "nonsense")).status).toBe(401);
  expect((await post("/api/v1/track", "nonsense")).status).toBe(400);
  expect((await post("/api/v1/track", "x".repeat(5 * 1024 * 1024 + 1))).status).toBe(413);
  expect((await post("/api/v1/nothing", "{}")).status).toBe(404);
});

it("lets browsers ask first", async () => {
  const answer = await OPTIONS(new Request("http://localhost/api/v1/track", { method: "OPTIONS" }));
  expect(answer.status).toBe(204);
  expect(answer.headers.get("access-control-allow-headers")).toContain("authorization");
});
