// Lifts the vertices of the back by relief, fold and dents; everything else stays where it is.
#import bevy_pbr::{
    mesh_functions,
    forward_io::{Vertex, VertexOutput},
    view_transformations::position_world_to_clip,
}
#import ctm::field::{look, height_at, rest_of}

@vertex
fn vertex(vertex: Vertex) -> VertexOutput {
    var out: VertexOutput;
    let world_from_local = mesh_functions::get_world_from_local(vertex.instance_index);
    out.world_normal = mesh_functions::mesh_normal_local_to_world(vertex.normal, vertex.instance_index);
    var position = mesh_functions::mesh_position_local_to_world(world_from_local, vec4<f32>(vertex.position, 1.0));
    // uv.x: how free the vertex is, 0 at the border of the back
    if vertex.uv.x > 0.0 {
        let height = height_at(vertex.uv_b, rest_of(vertex.uv_b)) * look.extra.x * vertex.uv.x;
        position = vec4<f32>(position.xyz + out.world_normal * height, position.w);
    }
    out.world_position = position;
    out.position = position_world_to_clip(position.xyz);
    out.uv = vertex.uv;
    out.uv_b = vertex.uv_b;
#ifdef VERTEX_OUTPUT_INSTANCE_INDEX
    out.instance_index = vertex.instance_index;
#endif
    return out;
}
