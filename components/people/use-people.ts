"use client";

import { useEffect, useState } from "react";
import type { ProjectSlugs } from "@/lib/auth/authorize";
import type { ListedVisitor, VisitorsQuestion } from "@/lib/reports/visitors/definition";
import { listPeople } from "./list-people";

export type People = {
  /** Null until the first page is there. */
  visitors: ListedVisitor[] | null;
  total: number;
  next: string | null;
  asking: boolean;
  problem: string | null;
};

const nobody: People = { visitors: null, total: 0, next: null, asking: true, problem: null };
const failed = "The list could not be worked out just now. Please try again.";

/** The people behind a number, page by page. `more` also tries again after a failure. */
export const usePeople = (
  { org, project }: ProjectSlugs,
  of: VisitorsQuestion["of"],
): People & { more: () => void } => {
  const question = JSON.stringify(of);
  const [people, setPeople] = useState(nobody);
  const [page, setPage] = useState<{ question: string; cursor: string | null; turn: number }>({
    question,
    cursor: null,
    turn: 0,
  });
  const asked = page.question === question ? page : { question, cursor: null, turn: 0 };
  const { cursor, turn } = asked;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn asks the same again
  useEffect(() => {
    let wanted = true;
    setPeople((before) => (cursor === null ? nobody : { ...before, asking: true, problem: null }));
    void listPeople({ org, project }, { of: JSON.parse(question), ...(cursor === null ? {} : { cursor }) })
      .then((answer) => {
        if (!wanted) return;
        setPeople((before) =>
          answer.ok
            ? {
                visitors: [...(cursor === null ? [] : (before.visitors ?? [])), ...answer.data.visitors],
                total: answer.data.total,
                next: answer.data.next,
                asking: false,
                problem: null,
              }
            : { ...before, asking: false, problem: answer.error.message },
        );
      })
      .catch(() => wanted && setPeople((before) => ({ ...before, asking: false, problem: failed })));
    return () => {
      wanted = false;
    };
  }, [question, cursor, turn, org, project]);
  return { ...people, more: () => setPage({ question, cursor: people.next, turn: turn + 1 }) };
};
