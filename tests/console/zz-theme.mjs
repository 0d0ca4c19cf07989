import { chromium } from "playwright-core";
const b=await chromium.launch({executablePath:"/usr/bin/chromium",args:["--no-sandbox","--disable-gpu"]});
const c=await b.newContext({viewport:{width:1280,height:800},colorScheme:"light",locale:"en-US"});
await c.request.post("http://127.0.0.1:8471/graphql",{data:{query:`mutation{login(input:{email:"ada@example.com",password:"a long pass phrase",sessionDelivery:COOKIE}){userErrors{code}}}`}});
const p=await c.newPage(); await p.goto("http://127.0.0.1:8471/numbers"); await p.waitForTimeout(2500);
await p.evaluate(()=>localStorage.setItem("ecogram/theme","dark")||window.dispatchEvent(new StorageEvent("storage",{key:"ecogram/theme"})));
await p.waitForTimeout(600); await p.screenshot({path:"/tmp/clook/t1.png",clip:{x:0,y:60,width:1280,height:200}});
const info=await p.evaluate(()=>{const i=document.querySelector("input[type=date]");return [getComputedStyle(i).color,getComputedStyle(i).colorScheme,getComputedStyle(document.documentElement).colorScheme,getComputedStyle(i.parentElement).color]});
console.log(info); await b.close();
