import { BlockList, isIP } from "node:net";

const familyOf = (address: string): "ipv4" | "ipv6" => (isIP(address) === 6 ? "ipv6" : "ipv4");

/** The parts of a CIDR range such as "203.0.113.0/24" or of a single address; null for anything else. */
export const parseRange = (text: string): { address: string; bits: number } | null => {
  const [address = "", bits, ...rest] = text.trim().split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return null;
  const most = version === 6 ? 128 : 32;
  if (bits === undefined) return { address, bits: most };
  const count = Number(bits);
  return /^\d{1,3}$/.test(bits) && count <= most ? { address, bits: count } : null;
};

/** Tells whether an address lies in one of the ranges. An IPv4 address may be written as IPv6 ("::ffff:203.0.113.7"). */
export const rangesOf = (ranges: readonly string[]): ((address: string) => boolean) => {
  const list = new BlockList();
  for (const text of ranges) {
    const range = parseRange(text);
    if (range) list.addSubnet(range.address, range.bits, familyOf(range.address));
  }
  return (address) => ranges.length > 0 && isIP(address) !== 0 && list.check(address, familyOf(address));
};
