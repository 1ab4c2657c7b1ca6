/** Widths and shapes of the confluence, in a box of `confluenceWidth` × `confluenceHeight`. No words, no colours. */
export const confluenceWidth = 1000;
export const confluenceHeight = 264;

type StreamSize = { reached: number; converted: number; open: number };

export type StreamShape = {
  side: "top" | "bottom";
  /** Where the stream springs, as a share of the width: labels stand there. */
  at: number;
  /** From all who reached the small step at the edge down to those who went on at the river. */
  bed: string;
  /** Those who went on: one width from the edge to the river. */
  core: { path: string; width: number } | null;
  /** Those who still may: beside the core, ending half way. */
  open: string | null;
};

export type ConfluenceShape = { river: { path: string; width: number }; streams: StreamShape[] };

const maxHead = 200;
const maxRiver = 56;
const minLine = 1.5;
const outlet = 70;

/**
 * Streams in the given order from left to right, springing at the top and at the bottom in turn. Every width is the
 * same number of pixels per visitor (lines too thin to see are drawn 1.5 wide).
 */
export const layoutConfluence = (sizes: readonly StreamSize[], converters: number): ConfluenceShape => {
  // Room for half a label before the first stream and after the last.
  const gap = (confluenceWidth - outlet) / (sizes.length + 1);
  const largest = Math.max(1, ...sizes.map(({ reached }) => reached));
  const river = Math.max(converters, ...sizes.map(({ converted }) => converted));
  const headRoom = Math.min(maxHead, gap * 1.6);
  const scale = Math.min(headRoom / largest, maxRiver / Math.max(1, river));
  const riverWidth = river === 0 ? 0 : Math.max(minLine, river * scale);
  return {
    river: { path: riverPath, width: riverWidth },
    streams: sizes.map((size, i) =>
      streamShape(size, { scale, riverWidth, x: gap * (i + 1), side: i % 2 === 0 ? "top" : "bottom" }),
    ),
  };
};

const middle = confluenceHeight / 2;
const swing = 10;

/** The river's middle line: a slow wave that ends level at the outlet. */
const riverY = (x: number): number => middle + swing * Math.sin((x / confluenceWidth) * 2 * Math.PI);

const riverPath = (() => {
  const steps = 40;
  const points = Array.from({ length: steps + 1 }, (_, i) => (i / steps) * confluenceWidth);
  return `M${points.map((x) => `${round(x)},${round(riverY(x))}`).join(" L")}`;
})();

type Place = { scale: number; riverWidth: number; x: number; side: "top" | "bottom" };

const streamShape = (size: StreamSize, { scale, riverWidth, x, side }: Place): StreamShape => {
  const head = Math.max(minLine, size.reached * scale);
  const core = size.converted === 0 ? 0 : Math.min(head, Math.max(minLine, size.converted * scale));
  const open = Math.min(head - core, size.open * scale);
  const left = x - head / 2;
  const coreLeft = left + (head - core - open) / 2;
  const mouthX = x + outlet - 12;
  // A stream runs along its own bank of the river, inside it.
  const bank = riverWidth / 2 - core / 2;
  const down = side === "top" ? 1 : -1;
  const mouthY = riverY(mouthX) - down * Math.max(0, bank);
  const edge = side === "top" ? 0 : confluenceHeight;
  const y = (share: number) => edge + (mouthY - edge) * share;
  return {
    side,
    at: x / confluenceWidth,
    bed: bedPath({ left, right: left + head, edge, mouthX, mouthY, half: core / 2, down, y }),
    core:
      core === 0
        ? null
        : {
            width: round(core),
            path: curve(coreLeft + core / 2, edge, mouthX, mouthY, y),
          },
    open: open < 0.5 ? null : openPath(coreLeft + core, open, edge, y(0.5)),
  };
};

/** Straight down from the edge, then level into the river. */
const curve = (
  x: number,
  edge: number,
  mouthX: number,
  mouthY: number,
  y: (share: number) => number,
): string =>
  `M${round(x)},${edge} C${round(x)},${round(y(0.72))} ${round(x + (mouthX - x) * 0.35)},${round(mouthY)} ${round(mouthX)},${round(mouthY)}`;

type Bed = {
  left: number;
  right: number;
  edge: number;
  mouthX: number;
  mouthY: number;
  half: number;
  down: number;
  y: (share: number) => number;
};

const bedPath = ({ left, right, edge, mouthX, mouthY, half, down, y }: Bed): string => {
  const far = mouthY + down * half;
  const near = mouthY - down * half;
  return [
    `M${round(left)},${edge}`,
    `C${round(left)},${round(y(0.78))} ${round(left + (mouthX - left) * 0.45)},${round(far)} ${round(mouthX)},${round(far)}`,
    `L${round(mouthX)},${round(near)}`,
    `C${round(right + (mouthX - right) * 0.15)},${round(near)} ${round(right)},${round(y(0.7))} ${round(right)},${edge}`,
    "Z",
  ].join(" ");
};

const openPath = (left: number, width: number, edge: number, end: number): string =>
  `M${round(left)},${edge} V${round(end)} H${round(left + width)} V${edge} Z`;

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
