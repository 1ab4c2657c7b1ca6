"use client";

import { useEffect, useState } from "react";
import { suggestValues } from "./suggest-values";

type Suggestion = { value: string; visitors: number };

/** Values that visitors of a range had in a field. Null while they are looked up; none when that fails: any can be typed. */
export const useSuggestions = (
  field: string,
  { org, project, from, to }: { org: string; project: string; from: string; to: string },
): Suggestion[] | null => {
  const [found, setFound] = useState<{ field: string; values: Suggestion[] } | null>(null);
  useEffect(() => {
    let current = true;
    void suggestValues({ org, project }, { field, from, to })
      .then((result) => (result.ok ? result.data : []))
      .catch(() => [])
      .then((values) => {
        if (current) setFound({ field, values });
      });
    return () => {
      current = false;
    };
  }, [field, org, project, from, to]);
  return found?.field === field ? found.values : null;
};
