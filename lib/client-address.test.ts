import { afterEach, expect, it, vi } from "vitest";
import { clientAddress } from "./client-address";

afterEach(() => vi.unstubAllEnvs());

it.each<[proxies: string, socket: string | null, forwardedFor: string | null, client: string | null]>([
  ["0", "203.0.113.7", null, "203.0.113.7"],
  ["0", "::ffff:203.0.113.7", null, "203.0.113.7"],
  ["0", "203.0.113.7", "198.51.100.1", "203.0.113.7"],
  ["0", null, "198.51.100.1", null],
  ["1", "10.0.0.1", "198.51.100.1", "198.51.100.1"],
  ["1", "10.0.0.1", "1.1.1.1, 2.2.2.2, 198.51.100.1", "198.51.100.1"],
  ["1", null, "1.1.1.1,198.51.100.1", "198.51.100.1"],
  ["1", "10.0.0.1", null, "10.0.0.1"],
  ["2", "10.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.2", "198.51.100.1"],
  ["2", "10.0.0.1", "198.51.100.1", "198.51.100.1"],
  ["1", "10.0.0.1", "198.51.100.1:4711", "198.51.100.1"],
  ["1", "10.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"],
  ["1", "10.0.0.1", "2001:db8::1", "2001:db8::1"],
  ["1", "10.0.0.1", "unknown", null],
  ["1", "10.0.0.1", "1.1.1.1, ", null],
  ["nonsense", "203.0.113.7", "198.51.100.1", "203.0.113.7"],
])("behind %s proxies, from %j with %j, is %j", (proxies, socket, forwardedFor, client) => {
  vi.stubEnv("TRUSTED_PROXIES", proxies);
  expect(clientAddress(socket, forwardedFor)).toBe(client);
});
