/** Stands where no key vouched: events of files and replays. */
export const nilUuid = "00000000-0000-0000-0000-000000000000";
