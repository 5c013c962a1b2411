// What Probot's documentation shows: verify, parse, answer; nothing is stored.
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";

const [library, secret] = process.argv.slice(2);
const { createNodeMiddleware, createProbot } = await import(library);
const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const probot = createProbot({
  overrides: { appId: "1", privateKey, secret, logLevel: "fatal" },
});
const middleware = await createNodeMiddleware((app) => app.on("push", () => {}), {
  probot,
  webhooksPath: "/github/webhooks",
});
const server = createServer((request, response) => middleware(request, response));
server.listen(0, "127.0.0.1", () => process.stdout.write(`${server.address().port}\n`));
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
