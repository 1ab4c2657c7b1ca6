import { asObject, type Step } from "../draft";

/** Leaves out the people who run the site: their browser says so, or their address is in one of the project's ranges. */
export const skipInternalTraffic: Step = ({ raw }, { isInternal }) =>
  isInternal || asObject(raw.context)?.internal === true ? { ignored: "internal" } : undefined;
