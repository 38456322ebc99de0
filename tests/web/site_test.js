"use strict";
// The site of the documentation in a browser: who types a word finds pages that have it.
const assert = require("node:assert");
const {spawnSync} = require("node:child_process");
const fs = require("node:fs");
const http = require("node:http");
const os = require("node:os");
const path = require("node:path");
const {after, before, test} = require("node:test");
const {chromium} = require("playwright-core");

const types = {".html": "text/html", ".js": "text/javascript", ".json": "application/json", ".css": "text/css"};
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "otbench-site-"));
let browser, server, address;

/// Answers with the files of the site.
function serve(request, response) {
    const file = path.join(folder, "site", decodeURIComponent(new URL(request.url, address).pathname));
    if (!fs.existsSync(file) || !fs.statSync(file).isFile()) return response.writeHead(404).end();
    response.writeHead(200, {"content-type": types[path.extname(file)] ?? "application/octet-stream"});
    response.end(fs.readFileSync(file));
}

/// Types a word where the first page asks for it; the page with its results.
async function search(word) {
    const page = await browser.newPage();
    page.on("pageerror", (error) => { throw error; });
    page.on("request", (request) => assert.ok(request.url().startsWith(address), `${request.url()} is outside`));
    await page.goto(`${address}/index.html`);
    await page.click("[data-target='#mkdocs_search_modal']");
    await page.locator("#mkdocs-search-query:visible").pressSequentially(word);
    // The page takes notice of keys once it has loaded the index.
    const answer = page.locator("#mkdocs-search-results :is(article, p)").first();
    for (let tries = 0; !await answer.isVisible(); ++tries) {
        assert.ok(tries < 60, "no answer within a minute");
        await page.keyboard.press("Shift");
        await answer.waitFor({timeout: 1000}).catch(() => {});
    }
    return page;
}

before(async () => {
    const {status, stdout, stderr} = spawnSync(path.join(process.env.OTBENCH_SOURCE, "docs/site/build.sh"), [folder], {encoding: "utf8"});
    assert.strictEqual(status, 0, stdout + stderr);
    server = http.createServer(serve);
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${server.address().port}`;
    browser = await chromium.launch({executablePath: process.env.OTBENCH_CHROMIUM, args: ["--no-sandbox"]});
});
after(async () => {
    await browser.close();
    server.close();
    fs.rmSync(folder, {recursive: true});
});

for (const word of ["montecarlo", "pcapng", "collision"]) {
    test(`the results for '${word}' lead to pages that have it`, async () => {
        const page = await search(word);
        const links = page.locator("#mkdocs-search-results article a");
        assert.ok(await links.count() > 0);
        await links.first().click();
        await page.waitForURL((url) => url.pathname.includes("/docs/") || url.pathname.endsWith("CHANGELOG.html"));
        assert.match(await page.locator("[role=main]").innerText(), new RegExp(word, "i"));
        await page.close();
    });
}

test("a word that no page has is answered so", async () => {
    const page = await search("xylophone");
    assert.match(await page.locator("#mkdocs-search-results").innerText(), /No results found/);
});
