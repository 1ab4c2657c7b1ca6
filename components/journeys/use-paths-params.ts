"use client";

import { useQueryStates } from "nuqs";
import { useTransition } from "react";
import { writeMatcher } from "@/components/funnel/matcher-text";
import type { Matcher } from "@/lib/matching/definition";
import { journeysParams } from "./journeys-params";

const { start, end, by, depth } = journeysParams;

type Changes = { start?: Matcher | null; end?: Matcher | null; by?: string | null; depth?: string | null };

const textOf = (matcher: Matcher | null): string | null => (matcher === null ? null : writeMatcher(matcher));

/** Asks for other paths; the server answers anew while the old ones stay in sight. */
export const usePathsParams = () => {
  const [pending, startTransition] = useTransition();
  const [asked, setTexts] = useQueryStates(
    { start, end, by, depth },
    { shallow: false, history: "push", startTransition },
  );
  const set = ({ start: from, end: to, ...rest }: Changes): void => {
    void setTexts({
      ...rest,
      ...(from === undefined ? {} : { start: textOf(from) }),
      ...(to === undefined ? {} : { end: textOf(to) }),
    });
  };
  return { pending, asked: pending ? asked : null, set };
};
