import "server-only";
import type { ProjectScope } from "@/db/scope";
import { ask } from "@/lib/reports/engine";
import type { Known } from "./alternative-fields";

const most = 200;

/** Names that have arrived, for the form to offer. */
export const readKnown = async (scope: ProjectScope): Promise<Known> => {
  const { events, pages } = await ask(scope, { report: "catalog", question: {} });
  return {
    events: events.slice(0, most).map((event) => event.name),
    pages: pages.slice(0, most).map((page) => page.name),
  };
};
