import { expect, it, vi } from "vitest";
import { clock } from "@/lib/clock";
import { signInWait } from "./sign-in-limit";

const attempt = (email: string, path = ["callback", "credentials"]): Promise<number> =>
  signInWait(
    new Request("http://localhost/api/auth/callback/credentials", {
      method: "POST",
      body: new URLSearchParams({ email, password: "guess" }),
    }),
    path,
  );

it("lets ten guesses at one account through, however it is written, then one every five seconds", async () => {
  const now = vi.spyOn(clock, "now").mockReturnValue(1_000_000);
  const waits: number[] = [];
  for (let n = 0; n < 11; n++) waits.push(await attempt(n % 2 ? "ada@example.com" : " Ada@Example.com"));
  expect(waits).toEqual([...Array(10).fill(0), 5]);
  expect(await attempt("bob@example.com")).toBe(0);
  now.mockReturnValue(1_005_000);
  expect([await attempt("ada@example.com"), await attempt("ada@example.com")]).toEqual([0, 5]);
  now.mockRestore();
});

it("slows down nothing else", async () => {
  for (let n = 0; n < 20; n++) expect(await attempt("eve@example.com", ["session"])).toBe(0);
});
