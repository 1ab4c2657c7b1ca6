"use server";

import { scopedAction } from "@/lib/auth/scoped-action";
import { ask } from "@/lib/reports/engine";
import { visitorsQuestion } from "@/lib/reports/visitors/definition";

/** The visitors behind a number, a page of them. */
export const listPeople = scopedAction({ role: "viewer", input: visitorsQuestion }, ({ scope }, question) =>
  ask(scope, { report: "visitors", question }),
);
