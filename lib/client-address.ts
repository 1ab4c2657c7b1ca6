import { isIP } from "node:net";
import { env } from "./env";
import { oncePerProcess } from "./once-per-process";

/** `1.2.3.4:567`, `[::1]:567` and `::ffff:1.2.3.4` as plain addresses; null for what is none. */
const plainAddress = (text: string): string | null => {
  let address = text.trim();
  if (address.startsWith("[")) address = address.slice(1, address.indexOf("]"));
  else if (address.indexOf(":") === address.lastIndexOf(":")) address = address.split(":", 1)[0] ?? "";
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1]) address = mapped[1];
  return isIP(address) > 0 ? address : null;
};

const warnOfProxy = (): boolean => {
  console.warn(
    "Requests come through a proxy, but TRUSTED_PROXIES is 0: all visitors share the proxy's address and its limits. Set it to the number of proxies before the app.",
  );
  return true;
};

/**
 * Whose request is this? With `TRUSTED_PROXIES=N` the N-th address before the socket's own in X-Forwarded-For: what
 * stands further left was written by the client and never counts. `socket` is null where the host shows none.
 */
export const clientAddress = (socket: string | null, forwardedFor: string | null): string | null => {
  const direct = () => (socket === null ? null : plainAddress(socket));
  if (forwardedFor === null) return direct();
  const proxies = env.trustedProxies;
  if (proxies === 0) {
    // Where the host shows no socket, its own server has written the header.
    if (socket !== null) oncePerProcess("warned of a proxy", warnOfProxy);
    return direct();
  }
  const entries = forwardedFor.split(",");
  return plainAddress(entries[Math.max(0, entries.length - proxies)] ?? "");
};
