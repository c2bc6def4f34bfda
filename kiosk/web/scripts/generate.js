// Writes src/api/schema.ts from the service's own OpenAPI document; with --check only says whether it is up to date.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import openapiTS, { astToString } from "openapi-typescript";

const repository = fileURLToPath(new URL("../../../", import.meta.url));
const target = fileURLToPath(new URL("../src/api/schema.ts", import.meta.url));
const environment = `${repository}.venv/bin/python`;
const python = process.env.PYTHON ?? (existsSync(environment) ? environment : "python3");

const document = execFileSync(python, ["-m", "kiosk.api.openapi"], { cwd: repository, encoding: "utf8" });
const header = "// Generated from the OpenAPI document by `npm run generate`. Do not edit.\n\n";
const schema = header + astToString(await openapiTS(JSON.parse(document)));

if (!process.argv.includes("--check")) {
  writeFileSync(target, schema);
} else if (!existsSync(target) || readFileSync(target, "utf8") !== schema) {
  console.error("src/api/schema.ts does not match the service. Run `npm run generate` and commit the result.");
  process.exitCode = 1;
}
