/** A row's colour by its place in the address; written out, so that the style sheet knows the names. */
const segmentFills = [
  "bg-segment-1",
  "bg-segment-2",
  "bg-segment-3",
  "bg-segment-4",
  "bg-segment-5",
  "bg-segment-6",
] as const;

export const segmentFill = (place: number): string => segmentFills[place % segmentFills.length] ?? "bg-muted";
