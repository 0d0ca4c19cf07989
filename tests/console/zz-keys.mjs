import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";
const A="http://127.0.0.1:8471"; const ids=JSON.parse(readFileSync("/tmp/clook/ids.json"));
const b=await chromium.launch({executablePath:"/usr/bin/chromium",args:["--no-sandbox","--disable-gpu"]});
const c=await b.newContext({viewport:{width:1280,height:800},locale:"en-US",reducedMotion:"reduce"});
await c.request.post(A+"/graphql",{data:{query:`mutation{login(input:{email:"ada@example.com",password:"a long pass phrase",sessionDelivery:COOKIE}){userErrors{code}}}`}});
const p=await c.newPage(); p.setDefaultTimeout(10000);
const look=()=>p.evaluate(()=>{const e=document.activeElement; if(!e||e===document.body) return "BODY"; const s=getComputedStyle(e); const ring=(s.outlineStyle!=="none"&&parseFloat(s.outlineWidth)>0&&s.outlineColor!=="rgba(0, 0, 0, 0)"); let n=e,parentRing=false; for(let i=0;i<3&&n.parentElement;i++){n=n.parentElement; const t=getComputedStyle(n); if(t.outlineStyle!=="none"&&parseFloat(t.outlineWidth)>0) parentRing=true;} const r=e.getBoundingClientRect(); const off=r.bottom<0||r.top>innerHeight; return `${ring||parentRing?"":"NORING "}${off?"OFF ":""}${e.tagName.toLowerCase()}${e.getAttribute("role")?"["+e.getAttribute("role")+"]":""}:${(e.getAttribute("aria-label")||e.labels?.[0]?.textContent||e.textContent||e.getAttribute("aria-labelledby")||e.getAttribute("placeholder")||"NONAME").trim().slice(0,22)}`});
const pages=process.argv[2]?[process.argv[2]]:["/library","/images/"+ids[2],"/upload","/upload/imports","/review","/groups","/groups/"+readFileSync("/tmp/clook/group.txt","utf8"),"/collections/"+readFileSync("/tmp/clook/col.txt","utf8"),"/products","/products/RUN-1001","/shop","/shop/webhooks","/shop/keys","/shop/preview","/shop/push","/numbers","/account","/admin","/admin/jobs","/admin/synchronization","/admin/fields","/admin/rules","/admin/presets","/admin/notices","/admin/audit"];
for(const path of pages){ await p.goto(A+path); await p.getByRole("heading",{level:1}).first().waitFor(); await p.waitForTimeout(900);
 const seq=[]; for(let i=0;i<45;i++){ await p.keyboard.press("Tab"); const l=await look(); if(i>1&&l==="BODY") break; seq.push(l);} 
 const live=await p.evaluate(()=>[...document.querySelectorAll("[aria-live],[role=status],[role=alert],[role=log]")].length);
 const heads=await p.evaluate(()=>[...document.querySelectorAll("main h1,main h2,main h3,main h4")].map(h=>h.tagName[1]).join(""));
 console.log("##",path.slice(0,30),"|",await p.title(),"| live",live,"| h",heads); console.log("  ",seq.slice(0,2).join(" > "),"…",seq.slice(12).join(" > ")); const bad=seq.filter(x=>/NORING|NONAME|BODY/.test(x)); if(bad.length) console.log("   BAD",[...new Set(bad)].slice(0,8).join(" ; "));
}
// dialogs return focus
for(const [path,name] of [["/groups",/New group/],["/collections",/New smart/],["/shop",/New export/],["/shop/keys",/New key/],["/shop/keys",/Revoke/],["/admin",/Invite/],["/admin",/^Edit/],["/admin/fields",/New field/],["/images/"+ids[2],/^Delete/],["/library",/Account of/],["/products",/New product/],["/review",/shortcuts|keyboard/i],["/review",/^Filter/]]){
 try{ await p.goto(A+path); await p.getByRole("heading",{level:1}).first().waitFor(); const btn=p.getByRole("button",{name}).first(); await btn.waitFor(); await p.waitForTimeout(600); await btn.focus(); const before=await look(); await p.keyboard.press("Enter"); await p.waitForTimeout(900); const inside=await look(); await p.keyboard.press("Escape"); await p.waitForTimeout(700); const after=await look(); console.log(before===after||before.replace("NORING ","")===after?"ok  ":"LOST",path.slice(0,16),name,"|",inside,"|",after);}catch(e){console.log("FAIL",path,name,String(e).slice(0,120))}
}
await b.close();
