const mostShards = 1024;

/** Into how many shards so many events of a month are split: a power of two, 1 for as long as one can hold them. */
export const shardsFor = (events: number, eventsPerShard: number): number => {
  let shards = 1;
  while (shards < mostShards && events > shards * eventsPerShard) shards *= 2;
  return shards;
};
