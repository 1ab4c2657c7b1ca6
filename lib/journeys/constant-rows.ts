// Rows that say the same in every scan, shared by all of them: nobody may write to them.

let none = new Int32Array(0);
let noChannel = new Int8Array(0);

/** At least `count` rows in no session. */
export const noSessions = (count: number): Int32Array => {
  if (none.length < count) none = new Int32Array(2 * count).fill(-1);
  return none;
};

/** At least `count` rows without a channel. */
export const noChannels = (count: number): Int8Array => {
  if (noChannel.length < count) noChannel = new Int8Array(2 * count).fill(-1);
  return noChannel;
};
