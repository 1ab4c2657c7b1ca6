// Rows that say the same in every scan, shared by all of them: nobody may write to them.

let counting = new Int32Array(0);
let none = new Int32Array(0);
let noChannel = new Int8Array(0);

/** At least `count` rows, each of which has its own place. */
export const countingUp = (count: number): Int32Array => {
  if (counting.length < count) {
    counting = new Int32Array(2 * count);
    for (let i = 0; i < counting.length; i++) counting[i] = i;
  }
  return counting;
};

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
