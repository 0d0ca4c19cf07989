import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";
const A="http://127.0.0.1:8471"; const ids=JSON.parse(readFileSync("/tmp/clook/ids.json"));
const b=await chromium.launch({executablePath:"/usr/bin/chromium",args:["--no-sandbox","--disable-gpu"]});
const open=async o=>{const c=await b.newContext({locale:"en-US",reducedMotion:"reduce",...o}); await c.request.post(A+"/graphql",{data:{query:`mutation{login(input:{email:"ada@example.com",password:"a long pass phrase",sessionDelivery:COOKIE}){userErrors{code}}}`}}); const p=await c.newPage(); p.setDefaultTimeout(12000); return p;};
const p=await open({viewport:{width:1280,height:800}});
await p.goto(A+"/library"); const acc=p.getByRole("button",{name:/Account of/}); await acc.waitFor(); await acc.focus(); await p.keyboard.press("Enter"); await p.getByRole("menu").waitFor(); await p.keyboard.press("Escape"); await p.waitForTimeout(500);
console.log("menu:", await p.evaluate(()=>document.activeElement?.getAttribute("aria-label")));
await p.keyboard.press("Enter"); await p.getByRole("menu").waitFor(); console.log("opens again"); await p.keyboard.press("Escape");
await p.reload(); await acc.waitFor(); await p.waitForTimeout(800); await p.keyboard.press("Tab"); console.log("skip:",await p.evaluate(()=>document.activeElement?.textContent)); await p.screenshot({path:"/tmp/clook/skip.png",clip:{x:0,y:0,width:700,height:120}}); await p.keyboard.press("Enter"); console.log("then:",await p.evaluate(()=>document.activeElement?.id)); await p.keyboard.press("Tab"); console.log("next:",await p.evaluate(()=>document.activeElement?.textContent?.slice(0,20)));
// shortcuts in text fields
await p.goto(A+"/review"); await p.getByRole("button",{name:/Approve/}).waitFor(); const h=()=>p.getByText(/pictures wait/).textContent(); const n=await h(); await p.keyboard.press("r"); const note=p.getByRole("textbox").first(); await note.waitFor(); await note.fill(""); await note.focus(); await p.keyboard.type("a z s?"); await p.waitForTimeout(600); console.log("note:",await note.inputValue(), n===await h()); await p.keyboard.press("Escape");
// phone
const q=await open({viewport:{width:360,height:740},isMobile:true,hasTouch:true,locale:"pt-BR"});
await q.goto(A+"/review"); await q.getByRole("button",{name:/Rejeitar/}).waitFor(); await q.waitForTimeout(800); await q.getByRole("button",{name:/Rejeitar/}).tap(); await q.waitForTimeout(900); await q.screenshot({path:"/tmp/clook/rej.png"});
await q.goto(A+"/images/"+ids[2]); await q.getByRole("tab",{name:"Qualidade"}).tap(); await q.waitForTimeout(1500); await q.screenshot({path:"/tmp/clook/tab.png"});
await q.goto(A+"/graphql"); await q.waitForTimeout(4000); await q.screenshot({path:"/tmp/clook/gq-phone.png"});
await p.goto(A+"/graphql"); await p.waitForTimeout(3000); await p.getByRole("button",{name:"ada@example.com"}).click(); await p.waitForTimeout(600); await p.screenshot({path:"/tmp/clook/gq.png"});
await b.close();
