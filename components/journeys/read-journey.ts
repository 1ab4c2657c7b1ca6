"use server";

import { scopedAction } from "@/lib/auth/scoped-action";
import { ask } from "@/lib/reports/engine";
import { journeyQuestion } from "@/lib/reports/journey/definition";

/** A page of what one visitor did. */
export const readJourney = scopedAction({ role: "viewer", input: journeyQuestion }, ({ scope }, question) =>
  ask(scope, { report: "journey", question }),
);
