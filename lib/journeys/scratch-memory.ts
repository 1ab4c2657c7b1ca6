const aligned = (bytes: number): number => Math.ceil(bytes / 8) * 8;

/** Memory for bytes that are needed for a while, used again and again: new memory costs more than filling it. */
export class ScratchMemory {
  private memory = new ArrayBuffer(0);
  private used = 0;

  /** Room for so many bytes at a multiple of eight; what is in it before may be anything. */
  room(bytes: number): Uint8Array<ArrayBuffer> {
    const start = this.used;
    this.used += aligned(bytes);
    return this.used <= this.memory.byteLength
      ? new Uint8Array(this.memory, start, bytes)
      : new Uint8Array(bytes);
  }

  /** What was given out is not needed any more. */
  clear(): void {
    if (this.used > this.memory.byteLength) this.memory = new ArrayBuffer(this.used);
    this.used = 0;
  }
}
