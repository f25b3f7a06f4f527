// Shaders that run once at boot and paint the atlas. Each draws one cell; `p` is the place in the
// cell, -1..1, y down. They write two textures (A, B) that the world shader reads:
//   rock   A albedo and coverage · B normal, ore veins, cracks
//   ship   A distance, seams, cockpit, accent · B normal, height, nozzles
//   gem    A shade, edges, sparkle, coverage
//   puff   A density, heat
//   shield A rim, lattice, sheen, coverage
//   tile   A four tiling noises

const head = `in vec2 q;layout(location=0) out vec4 A;layout(location=1) out vec4 B;uniform int uSeed;`

export const tileSource = `
float fb(vec2 p,int s){float a=.5,r=0.;int t=5;for(int i=0;i<6;i++){r+=a*g(p*float(t),t,s+i);a*=.52;t*=2;}return r;}
void main(){float a=fb(q,1),b=fb(q+.3*vec2(a,0.),11),r=0.,m=.5;int t=5;
for(int i=0;i<5;i++){r+=m*(1.-abs(g(q*float(t)+.4*a,t,31+i)));m*=.5;t*=2;}
vec3 c=w(q*9.+.35*vec2(a,b),9,5);A=vec4(a*.55+.5,b*.55+.5,(r-.45)*1.9,c.y-c.x);B=A;}`

// The silhouette is a sum of sines by seed; relief is a dome with broad facets, noise and craters.
export const rockSource = `
vec2 p;
float h1(int i){return h(ivec3(uSeed,i,7));}
float fb(vec3 x){float a=.5,r=0.;for(int i=0;i<OCT;i++){r+=a*f3(x,uSeed+i);x=x*2.03+1.7;a*=.5;}return r;}
float rim(vec2 x){float a=atan(x.y,x.x),r=.79;
r+=.085*sin(a*2.+h1(1)*6.3)+.06*sin(a*3.+h1(2)*6.3)+.035*sin(a*5.+h1(3)*6.3)+.02*sin(a*9.+h1(4)*6.3);
return r+.09*(f3(vec3(x/(length(x)+.01)*2.6,h1(5)*9.),uSeed)-.5);}
float crater(vec2 x,float s,int n){vec2 y=x*s+h1(n)*20.;ivec2 i=ivec2(floor(y));float r=0.;
for(int b=-1;b<2;b++)for(int a=-1;a<2;a++){ivec2 c=i+ivec2(a,b);float k=h(ivec3(c,uSeed*9+n));if(k<.42)continue;
vec2 d=vec2(c)+.5+.3*cos(k*80.+vec2(0,1.6))-y;float z=mix(.16,.43,fract(k*17.)),l=length(d)/z;
r+=z/s*(l<1.?(l*l-1.)*.95:0.)+z/s*.34*exp(-(l-1.)*(l-1.)*22.);}return r;}
float lift(vec2 x){float r=min(length(x)/rim(x),1.),z=sqrt(1.-r*r*.97);
vec2 y=x*(1.+.4*r*r);vec3 s=vec3(y,z);float n=fb(s*2.1+h1(6)*30.);
float m=w(y*1.9+n*.5+h1(8)*9.,64,uSeed).x;
return z*.78+(n-.5)*.34-m*.10+(fb(s*7.)-.5)*.045+crater(y,1.7,11)*.6+crater(y,3.3,13)*.45
#ifdef FINE
+crater(y,6.5,17)*.3
#endif
;}
void main(){p=(q*2.-1.)*1.16;float R=rim(p),l=length(p),k=dFdx(p.x)*1.4,e=dFdx(p.x);
float cov=1.-smoothstep(R-k,R+k,l);
float z=lift(p);vec3 n=normalize(vec3(z-lift(p+vec2(e,0)),z-lift(p+vec2(0,e)),e*1.05));
vec3 s=vec3(p,z);float t=fb(s*3.+5.),u=fb(s*9.+2.);
vec3 c=mix(vec3(.30,.235,.19),vec3(.50,.43,.36),t);c=mix(c,h1(23)<.35?vec3(.44,.25,.15):h1(23)<.6?vec3(.20,.19,.20):vec3(.30,.34,.42),h1(21)*.85);
c*=.55+.7*u;c*=.40+.26*h1(22);
float ao=smoothstep(-.12,.5,z-.25*(1.-l))*.55+.45;
vec2 y=p*(1.+.3*l*l)+.28*vec2(t-.5,u-.5);
float v=abs(fb(vec3(y*2.7,h1(9)*9.))*2.+fb(vec3(y*6.,3.))*.5-1.24);
float area=smoothstep(.42,.62,fb(vec3(y*1.5,h1(10)*20.+4.)));
float vein=(1.-smoothstep(0.,.05,v))+.35*(1.-smoothstep(0.,.2,v));vein*=area*(1.-smoothstep(R*.82,R,l));
vec3 a=w(y*1.75+h1(12)*9.+.22*(u-.5),64,uSeed+3),b=w(y*4.1+h1(13)*9.+.3*(t-.5),64,uSeed+4);
float ck=max(1.-(a.y-a.x)*3.4,(1.-(b.y-b.x)*3.)*.62);
A=vec4(c*ao,1)*cov;B=vec4(n.xy*.5+.5,clamp(vein,0.,1.),clamp(ck,0.,1.));}`

// Primitives are rounded triangles: three corners, a radius and a material, mirrored in y.
// Materials: 0 hull, 1 accent plate, 2 cockpit, 3 nozzle. The cell spans 1.5 ship radii.
export const shipPrimitives = 16
export const shipSource = `
uniform vec4 uPrim[${shipPrimitives * 2}];uniform int uPrims;
float tri(vec2 p,vec2 a,vec2 b,vec2 c){vec2 e=b-a,f=c-b,g=a-c,v=p-a,w=p-b,x=p-c;
vec2 m=v-e*clamp(dot(v,e)/dot(e,e),0.,1.),n=w-f*clamp(dot(w,f)/dot(f,f),0.,1.),o=x-g*clamp(dot(x,g)/dot(g,g),0.,1.);
float s=sign(e.x*g.y-e.y*g.x),d=min(min(dot(m,m),dot(n,n)),dot(o,o)),i=min(min(s*(v.x*e.y-v.y*e.x),s*(w.x*f.y-w.y*f.x)),s*(x.x*g.y-x.y*g.x));
return -sqrt(d)*sign(i);}
float smin(float a,float b,float k){float m=max(k-abs(a-b),0.)/k;return min(a,b)-m*m*k*.25;}
vec4 hull(vec2 p,out vec3 mat){p.y=abs(p.y);float d=9.,z=0.,line=0.;mat=vec3(9);
for(int i=0;i<${shipPrimitives};i++){if(i>=uPrims)break;vec4 u=uPrim[i*2],v=uPrim[i*2+1];
float t=tri(p,u.xy,u.zw,v.xy)-v.z;int m=int(v.w);
if(m==2){mat.x=min(mat.x,t);continue;}
if(m==1)mat.y=min(mat.y,t);if(m==3)mat.z=min(mat.z,t);
float b=1.-exp(min(t,0.)*13.);z=max(z,b*(m==1?.72:1.));
line=max(line,exp(-t*t*9000.)*.8);d=smin(d,t,.035);}
return vec4(d,z,line,1.-exp(min(mat.x,0.)*16.));}
float rise(vec4 k){return k.y*.16+k.w*.12+.10*sqrt(max(0.,-k.x));}
float up(vec2 p){vec3 m;return rise(hull(p,m));}
void main(){vec2 p=(q*2.-1.)*1.5;vec3 m,n;vec4 k=hull(p,m);float e=.012;

#ifdef FINE
float z=up(p);n=normalize(vec3(z-up(p+vec2(e,0)),z-up(p+vec2(0,e)),e));
#else
float z=rise(k);n=normalize(vec3(-dFdx(z),-dFdy(z),dFdx(p.x)));
#endif

float rib=smoothstep(.35,.5,abs(fract(p.x*5.)-.5))*smoothstep(.0,-.06,k.x);
A=vec4(clamp(k.x*.7+.5,0.,1.),max(k.z*smoothstep(.0,-.045,k.x),rib*.22),smoothstep(.012,-.02,m.x)*(.45+.55*k.w),smoothstep(.01,-.015,m.y));
B=vec4(n.xy*.5+.5,z*3.,smoothstep(.02,-.02,m.z));}`

// Seeds: 0..2 crystals, 3 a rich cluster, 4 the repair kit.
export const gemSource = `
float sd(vec2 p,float a,float n,float r){float s=6.2832/n,t=atan(p.y,p.x)-a;t=mod(t+s*.5,s)-s*.5;return length(p)*cos(t)-r;}
vec4 shard(vec2 p,vec2 c,float a,float L,float W,int id){p-=c;float s=sin(a),o=cos(a);p=vec2(p.x*o+p.y*s,p.y*o-p.x*s);
vec2 b=abs(p);float t=max(b.y-W,(b.x-L)*.62+b.y*.78);float cov=smoothstep(.012,-.012,t);
float mid=W*.28,slope=(L-b.x)/W*1.2;int f=(p.y>mid?2:p.y<-mid?0:1)+(b.x>L-W*.95?(p.x>0.?3:6):0);
float sh=.25+.75*h(ivec3(f,id,uSeed));sh*=f%3==0?1.25:f%3==2?.6:1.;
float e=min(min(abs(p.y-mid),abs(p.y+mid)),abs(b.x-L+W*.95))/.022;
return vec4(sh*(.75+.5*(p.x/L)),max(exp(-e*e)*.6,exp(-t*t*1800.)),exp(-dot(p+vec2(.1,W*.4),p+vec2(.1,W*.4))*90.),cov);}
void over(inout vec4 r,vec4 s){r=mix(r,vec4(s.xyz,1),s.w);}
void main(){vec2 p=(q*2.-1.)*1.05;vec4 r=vec4(0);
if(uSeed==4){float d=max(max(abs(p.x),abs(p.y))-.62,(abs(p.x)+abs(p.y))-1.02);float c=min(max(abs(p.x)-.15,abs(p.y)-.42),max(abs(p.y)-.15,abs(p.x)-.42));
float on=smoothstep(.012,-.012,d);r=vec4(.16+.14*(p.x-p.y),exp(-d*d*1400.),smoothstep(.02,-.02,c),on);}
else if(uSeed==3){over(r,shard(p,vec2(-.25,.2),-2.2,.55,.17,1));over(r,shard(p,vec2(.28,.22),-.75,.55,.18,2));over(r,shard(p,vec2(.02,-.1),-1.5,.78,.24,3));over(r,shard(p,vec2(.0,.42),-.1,.36,.15,4));}
else{over(r,shard(p,vec2(.2,.15),-.5-.3*float(uSeed),.5,.16,5));over(r,shard(p,vec2(-.08,-.02),-1.25+.25*float(uSeed),.8,.27,6));}
r.xyz*=r.w;A=r;B=r;}`

export const puffSource = `
void main(){vec2 p=q*2.-1.;float l=length(p),a=.5,n=0.,m=0.;vec2 x=p*1.6+h(ivec3(uSeed,1,2))*40.;
for(int i=0;i<5;i++){n+=a*g(x,999,uSeed);m+=a*abs(g(x+9.,999,uSeed+50));x=x*2.+1.3;a*=.5;}
float d=clamp((1.-l*1.04)*1.25+n*.75*(1.-l),0.,1.)*smoothstep(1.,.8,l);A=vec4(d,clamp(.35+m*1.1+n*.4,0.,1.),0,0);B=A;}`

export const shieldSource = `
void main(){vec2 p=(q*2.-1.)*1.14;float l=length(p),z=sqrt(max(0.,1.-l*l));
vec2 y=p*(1.+.55*(1.-z))*5.2,s=vec2(1,1.7320508),a=mod(y,s)-s*.5,b=mod(y-s*.5,s)-s*.5,c=dot(a,a)<dot(b,b)?a:b;c=abs(c);
float hx=max(c.x,dot(c,vec2(.5,.8660254))),line=smoothstep(.40,.485,hx),on=smoothstep(1.012,.988,l);
float rim=pow(clamp(l,0.,1.),7.)*.9+exp(-pow((l-.965)/.028,2.));
A=vec4(rim*on,line*on*(.35+.65*l*l),(1.-z)*on,on);B=A;}`

/** Wraps a body above into a whole fragment shader; `fine` costs about four times as much. */
export function bakeFragment(noise: string, body: string, fine: boolean): string {
  return `${fine ? '#define FINE\n#define OCT 5\n' : '#define OCT 3\n'}${head}${noise}${body}`
}
