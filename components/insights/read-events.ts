/** What a stream of server-sent events says, one after the other: their names and data, parsed. */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<{ name: string; data: unknown }> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = `${rest}${decoder.decode(value, { stream: true })}`.split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const [, name = "message", data = "null"] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
      yield { name, data: JSON.parse(data) };
    }
  }
}
