// The one program that paints the world: small cases by kind, so that the whole scene is one batch in
// painter's order. Output is premultiplied: alpha 0 adds light, alpha 1 covers.

export const kinds = {
  glow: 0, // soft disc · p0 hardness
  bolt: 1, // capsule with a white core · p0 height/length
  ring: 2, // p0 inner width, p1 how filled
  ribbon: 3, // trail piece: alpha for each end comes with the vertices
  puff: 4, // noise-eroded cloud · p0 erosion, p1 opacity, p2 heat
  rock: 5, // p0 ore, p2 wear, p1 hit flash
  ship: 6, // p0 hit flash, p1 edge strength, p2 dimness
  gem: 7, // p0 pulse
  shield: 8, // p0 hit strength, p1 hit angle, p2 presence
  plume: 9, // p0 flicker, p1 boost
  star: 10,
  shard: 11, // piece of hull · p0 heat
} as const

export const worldVertex = `
layout(location=0) in vec2 aPos;layout(location=1) in vec2 aUv;layout(location=2) in vec4 aCol;layout(location=3) in vec4 aP;layout(location=4) in vec4 aQ;
uniform vec2 uScale;out vec2 u,pos;out vec4 col;flat out vec4 P,Q;
void main(){u=aUv;pos=aPos;col=vec4(pow(aCol.rgb,vec3(2.2))*aP.y*7.96875,aCol.a);P=aP;Q=aQ;gl_Position=vec4(aPos*uScale,0,1);}`

// The tone curve (ACES, after Narkowicz) with the display encoding.
export const toneSource = `vec3 tone(vec3 x){x=max(x,0.);return pow(clamp(x*(2.51*x+.03)/(x*(2.43*x+.59)+.14),0.,1.),vec3(.4545));}`

/** The same with a square root for the encoding: cheaper, for the low picture. */
export const quickToneSource = `vec3 tone(vec3 x){x=max(x,0.);return sqrt(clamp(x*(2.51*x+.03)/(x*(2.43*x+.59)+.14),0.,1.));}`

const shipCase = `
vec4 a=texture(uA,u),b=texture(uB,u);float d=(a.x-.5)/.7,w=max(fwidth(d)*.75,.004),body=smoothstep(w,-w,d);
vec3 n=vec3(b.xy*2.-1.,0);n.xy=turn*n.xy;n.z=sqrt(max(0.,1.-dot(n,n)));
float df=max(dot(n,uSun),0.),sp=pow(max(dot(n,normalize(uSun+vec3(0,0,1))),0.),26.);
vec3 hue=col.rgb,base=mix(vec3(.19,.2,.23)+hue*.03,hue*.4+.03,a.w*.85);
vec3 c=base*(.25+1.6*df)+vec3(.9,.95,1.)*sp*.38+hue*b.z*.03;
#ifdef LIGHTS
c+=base*lamps(n)*1.6;
#endif
float m=Q.x;c*=1.-.6*m;
c+=hue*a.y*(.06+P.w*.3)*(1.-m)+a.z*(hue*.9+vec3(.55,.7,.8))*(1.1-m*.8)+b.w*(hue*2.2+.5)*(1.-m);
float e=exp(-pow((d+w*.5)/(.02+w*.75),2.));
c=mix(c,vec3(2.6),P.z);
o.rgb=c*body+hue*e*P.w*3.2*(1.-.7*m)+mix(hue,vec3(1.5),P.z*.6)*exp(-max(d,0.)*13.)*(1.-body)*(P.w*.66+P.z)*smoothstep(.66,.4,d)*(1.-.6*m);
o.a=max(body,e*.6*step(d,0.));`

const rockCase = `
vec4 a=texture(uA,u),b=texture(uB,u);vec3 n=vec3(b.xy*2.-1.,0);n.xy=turn*n.xy;n.z=sqrt(max(0.,1.-dot(n,n)));
float wr=Q.x,k=1.-wr*.42,ck=smoothstep(k,k+.09,b.w)*step(.01,wr),deep=smoothstep(k+.16,k+.40,b.w),lip=ck*(1.-deep);
vec3 al=a.rgb*(1.-.82*ck)*(1.-.25*wr);
float df=dot(n,uSun);df=max(df+.03,0.);df=df*(.6+.55*df);
float fr=pow(1.-n.z,2.5);
vec3 c=al*(vec3(1.6,1.36,1.10)*2.3*df+vec3(.09,.12,.22));
c+=a.a*fr*(vec3(.05,.10,.20)*max(-dot(n.xy,uSun.xy)+.35,0.)+vec3(.30,.22,.15)*max(dot(n.xy,uSun.xy),0.)*.8);
#ifdef LIGHTS
c+=al*lamps(n)*2.4;
#endif
float pl=.8+.2*sin(Q.y*6.2832+b.z*5.);
c+=a.a*col.rgb*P.z*(pow(b.z,1.6)*2.4*pl+b.z*.14);
c+=a.a*vec3(1.,.27,.05)*(lip*.05+deep*1.6)*smoothstep(.4,1.,wr)*(1.+P.w*2.);
c=mix(c,vec3(1.5,1.4,1.25)*a.a,P.w*.55);o=vec4(c,a.a);`

/**
 * The fragment shader; `low` writes display colours straight away (where light adds up faster, so soft
 * shapes are dimmed), `lights` adds point lights.
 */
export function worldFragment(low: boolean, lights: boolean): string {
  return `${low ? '#define LOW\n#define DIM .5\n' : '#define DIM 1.\n'}${lights ? '#define LIGHTS\n' : ''}in vec2 u,pos;in vec4 col;flat in vec4 P,Q;out vec4 O;uniform sampler2D uA,uB;uniform vec3 uSun;uniform float uGrid;
#ifdef LIGHTS
uniform vec4 uLamp[4];uniform vec3 uLampCol[4];
vec3 lamps(vec3 n){vec3 r=vec3(0);for(int i=0;i<4;i++){vec4 l=uLamp[i];vec3 d=vec3(l.xy-pos,l.z*.35);float q=length(d.xy)/l.z;
r+=uLampCol[i]*l.w*max(dot(n,normalize(d)),0.)*pow(max(1.-q,0.),2.);}return r;}
#endif
${low ? quickToneSource : ''}
void main(){int k=int(P.x*255.+.5);vec2 l=u*2.-1.;vec4 o=vec4(0);vec3 c0=col.rgb;
mat2 turn=mat2(Q.z*2.-1.,Q.w*2.-1.,1.-Q.w*2.,Q.z*2.-1.);
if(k==0){float r=max(1.-length(l),0.);o.rgb=c0*pow(r,2.2+P.z*6.)*DIM;}
else if(k==1){vec2 s=vec2(l.x/max(P.z,.01),l.y);float L=1./max(P.z,.01)-1.,d=length(vec2(max(abs(s.x)-L,0.),s.y)),r=max(1.-d,0.);
float head=.35+.65*smoothstep(-1.,1.,l.x);o.rgb=(c0*(r*r*.6+pow(r,4.)*1.6)+(.35+c0*.6)*smoothstep(.55,.9,r)*1.6)*head;}
else if(k==2){float r=length(l),w=max(P.z,.004),d=(1.-w-r)/w;o.rgb=c0*DIM*(exp(-d*d*4.5)*step(r,1.)+P.w*.25*pow(r,3.)*smoothstep(1.,1.-w,r));}
else if(k==3){float y=1.-abs(l.y);o.rgb=(c0*y*y*.8+(c0*.5+.5*dot(c0,vec3(.34)))*smoothstep(.62,.95,y)*1.3)*1.;}
else if(k==4){vec4 a=texture(uA,u);float e=P.z,n=smoothstep(e,min(e+.34,1.02),a.x),t=clamp(Q.x*1.2*a.y+a.x*Q.x*.5-e*.45,0.,1.);
vec3 f=mix(vec3(.10,.085,.08),mix(vec3(.75,.11,.015),mix(vec3(1.35,.46,.07),vec3(2.4,1.6,.75),smoothstep(.62,1.,t)),smoothstep(.22,.6,t)),smoothstep(.02,.34,t));
o=vec4(f*c0*n,n*P.w);}
else if(k==5){${rockCase}}
else if(k==6){${shipCase}}
else if(k==7){vec4 a=texture(uA,u);vec3 h=c0;o=vec4(h*(a.x*.62+.03)*a.w+(h*1.2+.10)*a.y*(.5+.6*P.z)+(h+1.2)*a.z*.7,a.w);}
else if(k==8){vec4 a=texture(uA,u);vec2 s=fract(u*uGrid)*2.-1.;float t=P.w*6.2832,lobe=max(dot(normalize(s+1e-4),vec2(cos(t),sin(t))),0.);
lobe=pow(lobe,5.)*smoothstep(.1,1.,length(s))*P.z;float q=Q.x;
o.rgb=c0*(a.x*(q*.9+lobe*1.6)+a.y*(q*.16+lobe*1.5)+a.z*(q*.10+lobe*.5))+vec3(1)*lobe*(a.x*.9+a.y*.6);o.rgb*=DIM;o.a=a.w*(.05*q+.1*lobe);}
else if(k==9){float x=u.x,y=abs(l.y),w=mix(.62,.06,pow(x,.65))*(1.-.25*P.z*x),r=max(1.-y/w,0.),f=pow(1.-x,1.4)*smoothstep(0.,.05,x);
float dm=P.w*.5*(.5+.5*cos(x*34.-P.z*3.))*(1.-x);o.rgb=c0*(r*r*f*1.5+pow(max(1.-y/(w*1.6),0.),2.)*f*.35+dm*r*f)+(.5+c0*.5)*pow(r,3.)*pow(f,2.2)*2.2;}
else if(k==10){float r=length(l);o.rgb=c0*(pow(max(1.-r,0.),5.)*1.6+smoothstep(.34,.0,r));}
else{float d=max(abs(l.y)-.5+.35*l.x,abs(l.x)-.8),b=smoothstep(.1,-.1,d);o=vec4((vec3(.10,.11,.13)+c0*(P.z*.9+.12*smoothstep(-.3,0.,d)))*b,b);}
#ifdef LOW
o.rgb=tone(o.rgb);
#endif
O=o*col.a;}`
}
