// Hot path: called for every order of a project. Four lanes of 32 bits that feed each other, mixed as Murmur3 does.

const turn = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

const mix = (lane: number): number => {
  let mixed = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
};

const join = (high: number, low: number): number => (high & 0x1fffff) * 0x1_0000_0000 + (low >>> 0);

/** 106 bits of a text, written as two whole numbers of 53: as good as the text itself to tell keys apart. */
export const hashKey = (text: string, into: { a: number; b: number }): void => {
  let a = 0x243f6a88;
  let b = 0x85a308d3 | 0;
  let c = 0x13198a2e;
  let d = 0x03707344;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = (turn(Math.imul(a ^ unit, 0x239b961b), 15) + b) | 0;
    b = (turn(Math.imul(b ^ unit, 0xab0e9789), 17) + c) | 0;
    c = (turn(Math.imul(c ^ unit, 0x38b34ae5), 19) + d) | 0;
    d = (turn(Math.imul(d ^ unit, 0xa1e38b93), 13) + a) | 0;
  }
  a = mix(a ^ text.length);
  b = mix(b + a);
  c = mix(c + b);
  d = mix(d + c);
  into.a = join(a + d, b);
  into.b = join(c + b, d);
};
