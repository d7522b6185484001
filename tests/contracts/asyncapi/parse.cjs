// Asks AsyncAPI's own parser about a document; `make asyncapi` installs and runs it.
const { readFileSync } = require("node:fs");
const { Parser } = require("@asyncapi/parser");

const WARNING = 1;

async function main(file) {
  const { document, diagnostics } = await new Parser().parse(readFileSync(file, "utf8"));
  for (const { severity, code, path, message } of diagnostics) {
    console.log(severity <= WARNING ? "wrong:" : "note:", code, path.join("."), message);
  }
  if (!document || diagnostics.some((found) => found.severity <= WARNING)) process.exit(1);
  const [channels, messages] = [document.channels(), document.messages()];
  console.log(`valid: ${channels.length} channels, ${messages.length} messages`);
}

main(process.argv[2]);
