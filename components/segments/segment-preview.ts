import type { Rate } from "@/lib/reports/definition";

/** Whom a segment keeps: `visitors` of `all`, and how often they reach the project's first macro goal. */
export type SegmentPreview = {
  visitors: number;
  all: number;
  aim: { name: string; inside: Rate; everyone: Rate } | null;
};
