// sharp as its documentation has it: one pipeline a rendition, shrunk while loading, upright, sRGB.
// node sharp.mjs PHOTOS INTO SIZES, run where sharp is installed; prints one line of JSON.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, parse } from "node:path";
import sharp from "sharp";

const [photos, into, sizes] = process.argv.slice(2);
sharp.concurrency(1);
// No picture comes twice: a cache would only cost it memory.
sharp.cache(false);

const before = process.cpuUsage();
for (const name of readdirSync(photos).sort()) {
  const photo = readFileSync(join(photos, name));
  for (const [side, quality] of JSON.parse(sizes)) {
    const made = await sharp(photo)
      .autoOrient()
      .resize(side, side, { fit: "inside", withoutEnlargement: true })
      .jpeg({ quality, progressive: true })
      .toBuffer();
    writeFileSync(join(into, `${parse(name).name}.${side}.jpg`), made);
  }
}
const spent = process.cpuUsage(before);
const seconds = (spent.user + spent.system) / 1e6;
console.log(JSON.stringify({ seconds, peak: peak() }));

// The kernel's own mark where there is one: the other one also knows who started this process.
function peak() {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"));
    return Number(kilobytes) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
