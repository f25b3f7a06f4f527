// Shaders over the whole target: sky, its blit, the bloom chain, the final picture, text.

// The sky lives in its own units (u at the far plane). The result is stored as sqrt(light / 4), or as
// display colours for the low picture.
export const skySource = (
  low: boolean,
  tone: string,
): string => `${low ? tone : ''}in vec2 q;out vec4 O;uniform vec4 uFrame;uniform sampler2D uN;uniform float uRich;
vec4 n(vec2 p){return texture(uN,p);}
vec3 ball(vec2 p,vec2 c,float r,vec3 a,vec3 b,vec3 air,float band,inout float cov){
vec2 d=(p-c)/r;float l=length(d);vec3 L=normalize(vec3(.72,-.52,.12)),o=vec3(0);cov=0.;
if(l<1.25){float z=sqrt(max(0.,1.-l*l));vec3 s=vec3(d,z);float dif=dot(s,L);
if(l<1.01){vec2 e=mat2(.93,.36,-.36,.93)*d;e.x/=(.5+z)*1.6;float t=n(e*vec2(.18,.5)+.02*n(e*.6).x+.1).y,v=n(e*vec2(.4,.7)*1.3+.3).x;
float m=mix(n(s.xy*.35/(.35+z*.65)).x*1.4-.2,.5+.5*sin(e.y*15.+(t-.5)*9.+(v-.5)*4.),band);
vec3 k=mix(a,b,clamp(m,0.,1.));k*=.26+.26*v;
float li=smoothstep(-.16,.75,dif);o=k*(li*1.25+.006);o+=air*pow(1.-z,3.)*smoothstep(-.3,.6,dif)*1.2;
o+=vec3(1.,.35,.12)*smoothstep(.22,.0,abs(dif-.02))*.10*(1.-z*.5);cov=smoothstep(1.004,.994,l);o*=cov;}
o+=air*exp(-max(l-1.,0.)*17.)*smoothstep(.985,1.004,l)*smoothstep(-.5,.75,dot(normalize(vec3(d,.0)),L))*.8;}
return o;}
void main(){vec2 p=uFrame.xy+(q-.5)*2.*uFrame.zw*vec2(1,-1),t=p/2600.;
vec4 a=n(t*.62+.13);vec2 wv=t+.16*(vec2(a.x,a.y)-.5);
vec4 b=n(wv*.95+.41),c=n(wv*1.9+.16*(b.xy-.5)+.07);
float cl=clamp(b.x*.85+c.y*.5-.36+(a.y-.5)*.5,0.,1.),den=cl*cl,fil=pow(clamp(c.z*.6+b.z*.5,0.,1.3),3.);
vec2 sun=vec2(600,-352);float ds=length(p-sun);
float w1=smoothstep(900.,40.,length((p-vec2(420,-160))*vec2(1,.8))),w2=smoothstep(760.,0.,length(p-vec2(-640,-420))),w3=smoothstep(900.,0.,length((p-vec2(60,230))*vec2(.75,1.)));
vec3 s=vec3(.0012,.0022,.0058)+vec3(.002,.006,.015)*cl;
den*=.35+den*1.3;s+=den*(vec3(.70,.13,.30)*w1+vec3(.34,.05,.74)*w2*1.3+vec3(.01,.22,.40)*w3*1.3+vec3(.015,.035,.13));
s+=den*fil*(vec3(1.,.46,.30)*w1*.9+vec3(.55,.16,.95)*w2*.7+vec3(.05,.46,.66)*w3*.7);
float dust=smoothstep(.46,.74,n(wv*1.35+.7).y)*smoothstep(.1,.6,a.x);s*=1.-.72*dust*(1.-.5*w1);
float cov;vec3 m;
s+=vec3(1.,.62,.34)*(exp(-ds/210.)*.34+exp(-ds/60.)*.6)+vec3(1.,.87,.70)*exp(-pow(ds/15.,2.))*4.;
m=ball(p,vec2(-470,336),268.,vec3(.20,.13,.30),vec3(.62,.40,.42),vec3(.16,.42,1.),.82,cov);s=s*(1.-cov)+m;
m=ball(p,vec2(-160,196),22.,vec3(.20,.18,.17),vec3(.34,.30,.27),vec3(.02),0.,cov);s=s*(1.-cov)+m;
m=ball(p,vec2(880,470),150.,vec3(.03,.12,.16),vec3(.16,.42,.40),vec3(.1,.7,.8),.5,cov);s=s*(1.-cov)+m;
m=ball(p,vec2(-980,-560),120.,vec3(.34,.12,.05),vec3(.62,.30,.14),vec3(.9,.35,.15),.3,cov);s=s*(1.-cov)+m;
float dz=fract(52.98*fract(dot(gl_FragCoord.xy,vec2(.0671,.00584))));
O=vec4(${low ? 'tone(s)' : 'sqrt(s*.25)'}+(dz-.5)/255.,1);}`

export const skyBlitSource = (low: boolean): string =>
  `in vec2 q;out vec4 O;uniform sampler2D uS;uniform vec4 uMap;void main(){vec3 c=texture(uS,q*uMap.zw+uMap.xy).rgb;${low ? '' : 'c*=c*4.;'}O=vec4(c,1);}`

const box = `vec3 s(float x,float y){return texture(uT,q+uPx*vec2(x,y)).rgb;}`

// The first step down also keeps only what is brighter than white, and tames fireflies.
export const downSource = `in vec2 q;out vec4 O;uniform sampler2D uT;uniform vec2 uPx;uniform float uCut;${box}
vec3 k(vec3 c){float m=max(c.r,max(c.g,c.b)),x=clamp(m-uCut*.5,0.,uCut);return c*max(x*x/(2.*uCut+1e-4),m-uCut)/max(m,1e-4)/(1.+m*.06);}
void main(){vec3 a=s(-1.,-1.)+s(1.,-1.)+s(-1.,1.)+s(1.,1.),b=s(-2.,-2.)+s(2.,-2.)+s(-2.,2.)+s(2.,2.),c=s(0.,-2.)+s(0.,2.)+s(-2.,0.)+s(2.,0.);
vec3 r=a*.125+b*.03125+c*.0625+s(0.,0.)*.125;O=vec4(uCut>0.?k(r):r,1);}`

export const upSource = `in vec2 q;out vec4 O;uniform sampler2D uT;uniform vec2 uPx;uniform float uMix;${box}
void main(){vec3 r=s(0.,0.)*4.+(s(-1.,0.)+s(1.,0.)+s(0.,-1.)+s(0.,1.))*2.+s(-1.,-1.)+s(1.,-1.)+s(-1.,1.)+s(1.,1.);O=vec4(r*uMix/16.,1);}`

// uLens: bloom strength, vignette, fringe, storm tint.
export const finalSource = `in vec2 q;out vec4 O;uniform sampler2D uT,uG;uniform vec4 uLens;
vec3 tone(vec3 x){x=max(x,0.);return pow(clamp(x*(2.51*x+.03)/(x*(2.43*x+.59)+.14),0.,1.),vec3(.4545));}
void main(){vec2 d=q-.5;float r=dot(d,d);vec3 c=texture(uT,q).rgb;
if(uLens.z>0.){vec2 f=d*uLens.z*r*r;c.r=texture(uT,q+f).r;c.b=texture(uT,q-f).b;}
c+=texture(uG,q).rgb*uLens.x;c*=1.-uLens.y*r;
c+=vec3(.07,.005,.010)*uLens.w*r*r*2.;c=tone(c);
float z=fract(52.98*fract(dot(gl_FragCoord.xy,vec2(.0671,.00584))));O=vec4(c+(z-.5)/255.,1);}`

export const textVertex = `layout(location=0) in vec2 aPos;layout(location=1) in vec2 aUv;layout(location=2) in vec4 aCol;
uniform vec2 uScale;out vec2 u;out vec4 col;void main(){u=aUv;col=aCol;gl_Position=vec4(aPos*uScale,0,1);}`
export const textSource = `in vec2 u;in vec4 col;out vec4 O;uniform sampler2D uT;void main(){vec4 t=texture(uT,u);O=vec4(t.rgb*col.rgb,t.a)*col.a;}`
