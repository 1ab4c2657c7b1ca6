/** Every channel that `channelOf` can answer. */
export const channelNames = [
  "Direct",
  "Cross-network",
  "Paid Shopping",
  "Paid Search",
  "Paid Social",
  "Paid Video",
  "Display",
  "Paid Other",
  "Organic Shopping",
  "Organic Social",
  "Organic Video",
  "Organic Search",
  "Affiliates",
  "Email",
  "Referral",
  "Audio",
  "SMS",
  "Push",
  "Unassigned",
] as const;
export type ChannelName = (typeof channelNames)[number];
