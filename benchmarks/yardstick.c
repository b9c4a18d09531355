// The yardstick of tree.py: the same SHA-256 calls in C with SHA-NI, four interleaved streams, and one at a time by a
// function that is handed in (OpenSSL's). Compiled by the benchmark with -O3 -march=native.
#include <immintrin.h>
#include <stdint.h>
#include <string.h>
static const uint32_t K[64] __attribute__((aligned(64)))={0x428a2f98,0x71374491,0xb5c0fbcf,0xe9b5dba5,0x3956c25b,0x59f111f1,0x923f82a4,0xab1c5ed5,0xd807aa98,0x12835b01,0x243185be,0x550c7dc3,0x72be5d74,0x80deb1fe,0x9bdc06a7,0xc19bf174,0xe49b69c1,0xefbe4786,0x0fc19dc6,0x240ca1cc,0x2de92c6f,0x4a7484aa,0x5cb0a9dc,0x76f988da,0x983e5152,0xa831c66d,0xb00327c8,0xbf597fc7,0xc6e00bf3,0xd5a79147,0x06ca6351,0x14292967,0x27b70a85,0x2e1b2138,0x4d2c6dfc,0x53380d13,0x650a7354,0x766a0abb,0x81c2c92e,0x92722c85,0xa2bfe8a1,0xa81a664b,0xc24b8b70,0xc76c51a3,0xd192e819,0xd6990624,0xf40e3585,0x106aa070,0x19a4c116,0x1e376c08,0x2748774c,0x34b0bcb5,0x391c0cb3,0x4ed8aa4a,0x5b9cca4f,0x682e6ff3,0x748f82ee,0x78a5636f,0x84c87814,0x8cc70208,0x90befffa,0xa4506ceb,0xbef9a3f7,0xc67178f2};
#ifndef S
#define S 4
#endif
static inline void comp(__m128i *s0,__m128i *s1,const uint8_t *const *blk){
  const __m128i sh=_mm_set_epi64x(0x0c0d0e0f08090a0bULL,0x0405060700010203ULL);
  __m128i a[S],b[S],w[S][4];
  for(int i=0;i<S;i++){a[i]=s0[i];b[i]=s1[i];for(int j=0;j<4;j++)w[i][j]=_mm_shuffle_epi8(_mm_loadu_si128((const __m128i*)(blk[i]+16*j)),sh);}
  #pragma GCC unroll 16
  for(int g=0;g<16;g++){
    __m128i k=_mm_load_si128((const __m128i*)(K+4*g));
    __m128i m[S];
    for(int i=0;i<S;i++){m[i]=_mm_add_epi32(w[i][g&3],k); b[i]=_mm_sha256rnds2_epu32(b[i],a[i],m[i]);}
    for(int i=0;i<S;i++){a[i]=_mm_sha256rnds2_epu32(a[i],b[i],_mm_shuffle_epi32(m[i],0x0E));}
    if(g<12)for(int i=0;i<S;i++){ w[i][g&3]=_mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(w[i][g&3],w[i][(g+1)&3]),_mm_alignr_epi8(w[i][(g+3)&3],w[i][(g+2)&3],4)),w[i][(g+3)&3]);}
  }
  for(int i=0;i<S;i++){s0[i]=_mm_add_epi32(s0[i],a[i]);s1[i]=_mm_add_epi32(s1[i],b[i]);}
}
static inline void in(const uint32_t *st,__m128i*s0,__m128i*s1){__m128i t=_mm_shuffle_epi32(_mm_loadu_si128((const __m128i*)st),0xB1),u=_mm_shuffle_epi32(_mm_loadu_si128((const __m128i*)(st+4)),0x1B);*s0=_mm_alignr_epi8(t,u,8);*s1=_mm_blend_epi16(u,t,0xF0);}
static inline void outp(__m128i s0,__m128i s1,uint8_t*o){const __m128i sh=_mm_set_epi64x(0x0c0d0e0f08090a0bULL,0x0405060700010203ULL);__m128i t=_mm_shuffle_epi32(s0,0x1B),u=_mm_shuffle_epi32(s1,0xB1);__m128i x=_mm_blend_epi16(t,u,0xF0),y=_mm_alignr_epi8(u,t,8);_mm_storeu_si128((__m128i*)o,_mm_shuffle_epi8(x,sh));_mm_storeu_si128((__m128i*)(o+16),_mm_shuffle_epi8(y,sh));}
static inline uint64_t be(const uint8_t*p){uint64_t x;memcpy(&x,p,8);return __builtin_bswap64(x);}
static inline void put(uint8_t*p,uint64_t x){x=__builtin_bswap64(x);memcpy(p,&x,8);}
int nodes(const uint32_t*mid,const uint8_t*tail,const uint8_t*rec,uint8_t*out,long n){
  __m128i m0,m1;in(mid,&m0,&m1);uint8_t last[S][64];for(int i=0;i<S;i++)memcpy(last[i]+32,tail,32);int bad=0;
  for(long f=0;f<n;f+=S){__m128i s0[S],s1[S];const uint8_t*b[S];
    for(int i=0;i<S;i++){long r=f+i<n?f+i:n-1;s0[i]=m0;s1[i]=m1;b[i]=rec+96*r;}
    comp(s0,s1,b);
    for(int i=0;i<S;i++){memcpy(last[i],b[i]+64,32);b[i]=last[i];}
    comp(s0,s1,b);
    for(int i=0;i<S&&f+i<n;i++){const uint8_t*r=rec+96*(f+i);uint8_t*o=out+48*(f+i);outp(s0[i],s1[i],o);
      unsigned __int128 l=((unsigned __int128)be(r+32)<<64)|be(r+40),q=((unsigned __int128)be(r+80)<<64)|be(r+88),t=l+q;bad|=(int)(t>>127);put(o+32,(uint64_t)(t>>64));put(o+40,(uint64_t)t);}}
  return bad;}
void leaves(const uint32_t*mid,const uint8_t*tail,const uint8_t*seals,const uint8_t*am,uint8_t*out,long n){
  __m128i m0,m1;in(mid,&m0,&m1);uint8_t last[S][64];for(int i=0;i<S;i++)memcpy(last[i]+48,tail,16);
  for(long f=0;f<n;f+=S){__m128i s0[S],s1[S];const uint8_t*b[S];
    for(int i=0;i<S;i++){long r=f+i<n?f+i:n-1;s0[i]=m0;s1[i]=m1;memcpy(last[i],seals+32*r,32);memcpy(last[i]+32,am+16*r,16);b[i]=last[i];}
    comp(s0,s1,b);
    for(int i=0;i<S&&f+i<n;i++){outp(s0[i],s1[i],out+48*(f+i));memcpy(out+48*(f+i)+32,am+16*(f+i),16);}}}

typedef uint8_t *(*one_call)(const uint8_t *, unsigned long, uint8_t *);
void nodes_one_by_one(one_call call, const uint8_t *prefix, const uint8_t *rec, uint8_t *out, long n, uint32_t height) {
  uint8_t message[164];
  memcpy(message, prefix, 64);
  for (int i = 0; i < 4; i++) message[160 + i] = (uint8_t)(height >> (24 - 8 * i));
  for (long i = 0; i < n; i++) {
    memcpy(message + 64, rec + 96 * i, 96);
    call(message, 164, out + 48 * i);
    const uint8_t *r = rec + 96 * i;
    unsigned __int128 l = ((unsigned __int128)be(r + 32) << 64) | be(r + 40), q = ((unsigned __int128)be(r + 80) << 64) | be(r + 88), t = l + q;
    put(out + 48 * i + 32, (uint64_t)(t >> 64));
    put(out + 48 * i + 40, (uint64_t)t);
  }
}
void leaves_one_by_one(one_call call, const uint8_t *prefix, const uint8_t *seals, const uint8_t *am, uint8_t *out, long n) {
  uint8_t message[112];
  memcpy(message, prefix, 64);
  for (long i = 0; i < n; i++) {
    memcpy(message + 64, seals + 32 * i, 32);
    memcpy(message + 96, am + 16 * i, 16);
    call(message, 112, out + 48 * i);
    memcpy(out + 48 * i + 32, am + 16 * i, 16);
  }
}
