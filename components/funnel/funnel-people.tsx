"use client";

import { useQueryState } from "nuqs";
import { useEffect } from "react";
import { PeopleDrawer } from "@/components/people/people-drawer";
import { peopleParam } from "@/components/people/people-params";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { FunnelQuestion } from "@/lib/reports/funnel/definition";
import { crowdOf, type NamedStep, readPiece } from "./funnel-pieces";

/**
 * Opens the people behind whatever has `data-people` when it is pressed. One for the whole page: every number of a large
 * breakdown can be asked about without a line of script of its own.
 */
export const FunnelPeople = ({
  question,
  steps,
  slugs,
  timezone,
}: {
  question: FunnelQuestion;
  steps: readonly NamedStep[];
  slugs: ProjectSlugs;
  timezone: string;
}) => {
  const [text, setText] = useQueryState("people", peopleParam.withOptions({ history: "push" }));
  useEffect(() => {
    const open = ({ target }: MouseEvent) => {
      const owner = target instanceof Element ? target.closest<HTMLElement>("[data-people]") : null;
      if (owner?.dataset.people) void setText(owner.dataset.people);
    };
    document.addEventListener("click", open);
    return () => document.removeEventListener("click", open);
  }, [setText]);
  const piece = text === null ? null : readPiece(text);
  return (
    <PeopleDrawer
      crowd={piece && crowdOf(piece, question, steps)}
      slugs={slugs}
      timezone={timezone}
      onClose={() => void setText(null)}
    />
  );
};
