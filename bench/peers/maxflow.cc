// One maximum flow by one peer, chosen when this file is compiled: -DPEER_BK and
// -DPEER_PUSH_RELABEL (Boost), -DPEER_LEMON, -DPEER_IGRAPH or -DPEER_CLP.
//
// It reads a DIMACS maximum flow problem from the file that is its argument, with
// the source as node 1 and the sink as node 2, and prints the maximum and the
// seconds of processor time that it took to make the peer's own graph and to find
// the maximum. Reading the file is not counted.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

struct Arc {
  int tail, head;
  long long most;
};

struct Problem {
  int nodes = 0;
  std::vector<Arc> arcs;
};

static Problem read(const char *name) {
  Problem p;
  FILE *in = fopen(name, "r");
  if (!in) {
    perror(name);
    exit(1);
  }
  char line[128];
  while (fgets(line, sizeof line, in)) {
    Arc a;
    long arcs;
    if (sscanf(line, "p max %d %ld", &p.nodes, &arcs) == 2) {
      p.arcs.reserve(arcs);
    } else if (line[0] == 'a') {
      char *at = line + 1;
      a.tail = int(strtol(at, &at, 10)) - 1;
      a.head = int(strtol(at, &at, 10)) - 1;
      a.most = strtoll(at, &at, 10);
      p.arcs.push_back(a);
    }
  }
  fclose(in);
  return p;
}

#if defined(PEER_BK) || defined(PEER_PUSH_RELABEL)
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/boykov_kolmogorov_max_flow.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>

static long long solve(const Problem &p) {
  using namespace boost;
  typedef adjacency_list_traits<vecS, vecS, directedS> Traits;
  typedef adjacency_list<
      vecS, vecS, directedS,
      property<vertex_color_t, default_color_type,
               property<vertex_distance_t, long,
                        property<vertex_predecessor_t, Traits::edge_descriptor>>>,
      property<edge_capacity_t, long long,
               property<edge_residual_capacity_t, long long,
                        property<edge_reverse_t, Traits::edge_descriptor>>>>
      Graph;
  Graph g(p.nodes);
  auto most = get(edge_capacity, g);
  auto back = get(edge_reverse, g);
  for (const Arc &a : p.arcs) {
    auto e = add_edge(a.tail, a.head, g).first, r = add_edge(a.head, a.tail, g).first;
    most[e] = a.most;
    most[r] = 0;
    back[e] = r;
    back[r] = e;
  }
#ifdef PEER_BK
  return boykov_kolmogorov_max_flow(g, vertex(0, g), vertex(1, g));
#else
  return push_relabel_max_flow(g, vertex(0, g), vertex(1, g));
#endif
}
#elif defined(PEER_LEMON)
#include <lemon/preflow.h>
#include <lemon/smart_graph.h>

static long long solve(const Problem &p) {
  lemon::SmartDigraph g;
  g.reserveNode(p.nodes);
  g.reserveArc(p.arcs.size());
  for (int i = 0; i < p.nodes; i++) g.addNode();
  lemon::SmartDigraph::ArcMap<long long> most(g);
  for (const Arc &a : p.arcs) most[g.addArc(g.nodeFromId(a.tail), g.nodeFromId(a.head))] = a.most;
  lemon::Preflow<lemon::SmartDigraph, lemon::SmartDigraph::ArcMap<long long>> f(g, most, g.nodeFromId(0), g.nodeFromId(1));
  f.run();
  return f.flowValue();
}
#elif defined(PEER_IGRAPH)
#include <igraph/igraph.h>

static long long solve(const Problem &p) {
  igraph_vector_int_t ends;
  igraph_vector_t most;
  igraph_vector_int_init(&ends, 2 * p.arcs.size());
  igraph_vector_init(&most, p.arcs.size());
  for (size_t i = 0; i < p.arcs.size(); i++) {
    VECTOR(ends)[2 * i] = p.arcs[i].tail;
    VECTOR(ends)[2 * i + 1] = p.arcs[i].head;
    VECTOR(most)[i] = double(p.arcs[i].most);
  }
  igraph_t g;
  igraph_create(&g, &ends, p.nodes, IGRAPH_DIRECTED);
  igraph_real_t value;
  igraph_maxflow_value(&g, &value, 0, 1, &most, nullptr);
  return (long long)(value + 0.5);
}
#elif defined(PEER_CLP)
#include <coin/ClpSimplex.hpp>
#include <coin/CoinPackedMatrix.hpp>

// A variable for each arc, a row of balance for each node but the two ends; what
// leaves the source is made as large as can be.
static long long solve(const Problem &p) {
  std::vector<int> starts{0}, rows;
  std::vector<double> values, least(p.arcs.size(), 0), most, gain, zero(p.nodes, 0);
  for (const Arc &a : p.arcs) {
    if (a.tail > 1) rows.push_back(a.tail - 2), values.push_back(-1);
    if (a.head > 1) rows.push_back(a.head - 2), values.push_back(1);
    starts.push_back(int(rows.size()));
    most.push_back(double(a.most));
    gain.push_back(a.tail == 0 ? -1 : 0);
  }
  ClpSimplex lp;
  lp.setLogLevel(0);
  CoinPackedMatrix m(true, p.nodes - 2, int(p.arcs.size()), int(rows.size()), values.data(), rows.data(), starts.data(), nullptr);
  lp.loadProblem(m, least.data(), most.data(), gain.data(), zero.data(), zero.data());
  lp.initialSolve();
  return (long long)(0.5 - lp.objectiveValue());
}
#endif

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "give one DIMACS file\n");
    return 1;
  }
  Problem p = read(argv[1]);
  clock_t start = clock();
  long long value = solve(p);
  printf("%lld %.6f\n", value, double(clock() - start) / CLOCKS_PER_SEC);
}
